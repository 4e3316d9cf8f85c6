import '@fontsource/roboto-mono/400.css';
import { createTheme, setTimeZoneResolver, ThemeContext } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { GlobalStyles } from '@grafana/ui';
import { createRoot } from 'react-dom/client';
import { Dashboard } from './dashboard.jsx';
import { opened } from './opened.js';

/** Draws the dashboard that the page's address names, and tells the window when it is done. */
async function draw() {
  const asked = new URLSearchParams(window.location.search);
  const theme = createTheme({ colors: { mode: 'dark' } });
  setTimeZoneResolver(() => 'utc');
  await initPluginTranslations('pictures');
  const root = createRoot(document.getElementById('root'));
  root.render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
    </ThemeContext.Provider>,
  );
  await fontsOf(theme);
  const dashboard = await (await fetch(`/dashboards/${asked.get('uid')}.json`)).json();
  const width = window.innerWidth;
  const state = await opened(dashboard, {
    end: Number(asked.get('end')),
    chosen: JSON.parse(asked.get('chosen')),
    scrapeSeconds: Number(asked.get('scrape')),
    theme,
    width,
  });
  root.render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <Dashboard dashboard={dashboard} state={state} width={width} />
    </ThemeContext.Provider>,
  );
  window.drawn = true;
}

/** Loads the fonts, which a canvas does not wait for. Their rules are there as soon as the global styles are. */
async function fontsOf({ typography: { fontFamily, fontWeightRegular, fontWeightMedium } }) {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const weights = [fontWeightRegular, fontWeightMedium];
  await Promise.all(weights.map((weight) => document.fonts.load(`${weight} 12px ${fontFamily}`)));
}

draw().catch((error) => {
  window.failed = String(error);
});
