/**
 * The script of the stock page. It polls the page, replaces the parts that changed, and applies the filters
 * while the user types. Without it the page is complete but does not update.
 */
export const SCRIPT = `
(() => {
  'use strict';
  const POLL_MS = 10000, TYPING_MS = 250;
  const PARTS = ['attention', 'reset', 'list', 'pools', 'sites'];
  const byId = (id) => document.getElementById(id);
  let tag = '', asked = 0, timer;

  const span = (ms) => {
    const s = Math.max(0, Math.round(ms / 1000));
    const [n, unit] = s < 120 ? [s, 'second'] : s < 7200 ? [Math.round(s / 60), 'minute']
      : s < 172800 ? [Math.round(s / 3600), 'hour'] : [Math.round(s / 86400), 'day'];
    return n + ' ' + unit + (n === 1 ? '' : 's');
  };
  const age = () => {
    for (const time of document.querySelectorAll('time')) {
      const text = span(Date.now() - skew - Date.parse(time.dateTime));
      const words = time.dataset.w ? time.dataset.w + ' ' + text : text + ' ago';
      if (time.textContent !== words) time.textContent = words;
    }
  };
  let skew = Date.now() - Number(document.body.dataset.now);

  const swap = (id, fresh) => {
    const old = byId(id);
    if (!old || !fresh || old.innerHTML === fresh.innerHTML) return;
    const open = [...old.querySelectorAll('details[id]')].filter((each) => each.open).map((each) => each.id);
    const active = old.contains(document.activeElement) ? document.activeElement : null;
    const place = active && [...old.querySelectorAll('a,summary,button,input,select')].indexOf(active);
    old.replaceChildren(...document.importNode(fresh, true).childNodes);
    for (const each of open) { const found = byId(each); if (found) found.open = true; }
    if (active) old.querySelectorAll('a,summary,button,input,select')[place]?.focus({ preventScroll: true });
  };

  const show = (page) => {
    for (const id of PARTS) swap(id, page.getElementById(id));
    const count = page.getElementById('count'), shown = byId('count');
    if (count && shown && count.textContent !== shown.textContent) shown.textContent = count.textContent;
    document.title = page.title;
  };

  const load = async (address) => {
    const number = ++asked, isSame = address === location.href;
    try {
      const answer = await fetch(address, {
        headers: isSame ? { 'If-None-Match': tag } : {}, cache: 'no-store',
      });
      if (number !== asked) return;
      const read = answer.headers.get('X-Stock-Read-At');
      if (answer.status === 304 || answer.ok) byId('offline').hidden = true;
      if (answer.status === 200) {
        tag = answer.headers.get('ETag');
        show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      } else if (answer.status !== 304) throw new Error(answer.status);
      if (read && byId('read')) byId('read').dateTime = read;
      const date = Date.parse(answer.headers.get('Date'));
      if (date) skew = Date.now() - date;
      if (!isSame) { history.replaceState(null, '', address); }
    } catch {
      if (number === asked) byId('offline').hidden = false;
    }
    age();
  };

  const form = byId('filter');
  const apply = () => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
    load(new URL('./' + (query.size ? '?' + query : ''), location.href).href);
  };
  form?.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(apply, TYPING_MS); });
  form?.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(timer); apply(); });

  setInterval(() => { if (!document.hidden) load(location.href); }, POLL_MS);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) load(location.href); });
  setInterval(age, 1000);
})();
`;
