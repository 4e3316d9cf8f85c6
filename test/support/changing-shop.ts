import { answerCall, KNOWN_ACTIONS } from '../../src/simulator/answer-call.js';
import type { OptionValue, ProductOption } from '../../src/simulator/product-option.js';
import { Shop, type ShopProduct } from '../../src/simulator/shop.js';
import { type Profile, type Settings, USUAL_QUIRKS } from '../../src/simulator/simulator-settings.js';
import { answerStore } from '../../src/simulator/store-api.js';
import { distort } from './distorted-answer.js';
import type { Answer } from './running-collector.js';
import type { Happening, Stocked, Truth } from './shop-happenings.js';
import { MARKERS } from './site.js';

/** Units in use, with the ids that WHMCS does not show in a row. */
type Held = { readonly product: number; readonly service: number; readonly values: readonly Chosen[] };
type Chosen = { readonly option: number; readonly value: number; readonly times: number };

/** Finds the stock in the name of a choice. */
export const NAMED_STOCK = ' \\((\\d+) left\\)';

const FATAL: Answer = { status: 500, body: 'fatal' };

/** A shop to which anything happens, as WHMCS shows it and as it is. */
export class ChangingShop {
  readonly #shop = new Shop();
  readonly #settings: Settings;
  readonly #broken = new Set<string>();
  readonly #unlisted = new Set<number>();
  readonly #odd = new Set<string>();
  readonly #garbled = new Set<number>();
  readonly #deleted = new Map<number, OptionValue>();
  #held: Held[] = [];
  #renames = 0;
  readonly #listings = new Map<number, number>();
  readonly #combinations: ReadonlyMap<number, readonly number[]>;
  readonly sold = new Map<number, number>();
  readonly restocked = new Map<number, number>();

  /** @param namesStock whether the new name of a choice may contain its stock. */
  constructor(
    stocked: readonly Stocked[],
    profile: Profile,
    private readonly namesStock: boolean,
  ) {
    this.#settings = {
      ...{ profile, companion: true, roles: KNOWN_ACTIONS, allowedIps: undefined },
      credentials: { identifier: MARKERS.identifier, secret: MARKERS.secret },
      quirks: { ...USUAL_QUIRKS, quantityWithoutControl: 'left over' },
    };
    this.#shop.addGroup(1, 'VPS');
    for (const [index, { kinds, ...product }] of stocked.entries()) {
      const id = index + 1;
      const options = kinds.map((kind, at) => ({
        ...{ id: id * 10 + at, name: `Option ${at}`, kind, minQuantity: 0, maxQuantity: 9 },
        values: (kind === 'dropdown' ? ['Tokyo', 'Osaka', 'Kobe'] : ['Daily']).map((name, value) => ({
          ...{ id: id * 100 + at * 10 + value, name, monthly: '1.00' },
        })),
      }));
      this.#shop.addProduct({ groupId: 1, name: `Cloud ${id}`, monthly: '9.00', options, ...product });
    }
    this.#combinations = new Map(
      this.products.map(({ id, options }) => [id, firstChoices(options.filter(isPickable))]),
    );
  }

  /** Returns the choices of the only combination of a product: the first ones at the start. */
  combination = (id: number): readonly number[] => this.#combinations.get(id) ?? [];

  get products(): readonly ShopProduct[] {
    return this.#shop.products;
  }

  happen(what: Happening): void {
    if ('product' in what) {
      const product = pick(this.products, what.product);
      if (product && 'choice' in what) this.#choose(product, what);
      else if (product && 'part' in what) this.#change(product, what.kind, what.part);
    } else if ('service' in what) this.#changeService(what);
    else if ('action' in what) {
      if (what.kind === 'break') this.#broken.add(what.action);
      else this.#broken.delete(what.action);
    } else {
      const isGranted = this.#settings.roles.includes('GetProductDetails');
      this.#settings.roles = KNOWN_ACTIONS.filter((name) => !isGranted || name !== 'GetProductDetails');
    }
    this.#relabel();
  }

  truth(id: number): Truth {
    const product = this.#shop.product(id);
    const values = product.options.flatMap((option) => option.values);
    const own = this.#held.filter((held) => held.product === id);
    const held = new Map<number, number>(values.map((value) => [value.id, 0]));
    for (const { value, times } of own.flatMap((one) => one.values))
      held.set(value, (held.get(value) ?? 0) + times);
    const isReadable = own.every(
      (one) => !this.#garbled.has(one.service) && one.values.every(({ value }) => !this.#deleted.has(value)),
    );
    const split = values.map((value) => [value.id, value.name.split(' (')] as const);
    const combination = this.combination(id);
    return {
      ...{ quantity: product.quantity, stockControl: product.stockControl, held, isReadable },
      units: own.length,
      combined: own.filter((one) => combination.every((choice) => one.values.some(isOf(choice)))).length,
      names: new Map(split.map(([choice, [name = '']]) => [choice, name])),
      named: new Map(
        split.flatMap(([choice, [, left]]) => (left ? [[choice, Number.parseInt(left, 10)]] : [])),
      ),
      hidden: new Set(values.filter((value) => value.hidden).map((value) => value.id)),
      listings: this.#listings.get(id) ?? 0,
    };
  }

  answer(action: string, params: URLSearchParams): Answer {
    if (this.#broken.has(action)) return FATAL;
    const path = action.replace(/^store\//, '');
    if (path !== action) {
      const answer = answerStore(this.#shop, this.#settings, path, params);
      return answer ? distort(answer, this.#unlisted, this.#odd) : { status: 404, body: '' };
    }
    const call = { params: new Map(params), address: '192.0.2.1' };
    const answer = distort(answerCall(this.#shop, this.#settings, call), this.#unlisted, this.#odd);
    if (action === 'GetProductDetails' && params.get('usage') === '0' && !params.has('history'))
      this.#noteListing(answer.body as Listing); // as the simulator writes it
    return answer;
  }

  /** Notes which products a reading of the companion lists. Without any stock it would be refused. */
  #noteListing({ products: { product: rows } = { product: [] } }: Listing): void {
    if (!rows.some(({ qty }) => typeof qty === 'number')) return;
    for (const { pid, configoptions } of rows)
      if (configoptions !== '') this.#listings.set(pid, (this.#listings.get(pid) ?? 0) + 1);
  }

  #change(product: ShopProduct, kind: string, part: string): void {
    const { id } = product;
    if (kind === 'sell') {
      product.quantity -= 1;
      this.sold.set(id, (this.sold.get(id) ?? 0) + 1);
    }
    if (kind === 'restock') {
      product.quantity += 2;
      this.restocked.set(id, (this.restocked.get(id) ?? 0) + 2);
    }
    if (kind === 'toggle control') product.stockControl = !product.stockControl;
    if (kind === 'hide') product.hidden = !product.hidden;
    if (kind === 'list') toggle(this.#unlisted, id);
    if (kind === 'odd') toggle(this.#odd, `${part} ${id}`);
    const [option] = product.options;
    const [first, second, ...others] = option?.values ?? [];
    if (kind === 'swap names' && option && first && second)
      setValues(product, option.id, [
        { ...first, name: second.name },
        { ...second, name: first.name },
        ...others,
      ]);
  }

  #choose(product: ShopProduct, { kind, choice }: { readonly kind: string; readonly choice: number }): void {
    const option = pick(product.options, choice);
    const value = option && pick(option.values, choice);
    if (!option || !value) return;
    if (kind === 'buy') {
      const times = option.kind === 'quantity' ? (choice % 3) + 1 : 1;
      const { id } = this.#shop.addService({ productId: product.id });
      const others =
        choice % 2 === 0 ? [] : product.options.filter((one) => one !== option && isPickable(one));
      const values = [
        { option: option.id, value: value.id, times },
        ...others.flatMap(({ id: other, values: [first] }) =>
          first ? [{ option: other, value: first.id, times: 1 }] : [],
        ),
      ];
      this.#held.push({ product: product.id, service: id, values });
    }
    if (kind === 'rename') {
      this.#renames += 1;
      const left = this.namesStock && choice % 2 === 0 ? ` (${choice} left)` : '';
      const name = `Place ${this.#renames}${left}`;
      setValues(
        product,
        option.id,
        option.values.map((one) => (one === value ? { ...one, name } : one)),
      );
    }
    if (kind === 'hide choice') {
      const hidden = value.hidden !== true;
      setValues(
        product,
        option.id,
        option.values.map((one) => (one === value ? { ...one, hidden } : one)),
      );
    }
    if (kind === 'delete choice' && option.values.length > 1) {
      this.#deleted.set(value.id, value);
      setValues(
        product,
        option.id,
        option.values.filter((one) => one !== value),
      );
    }
  }

  #changeService({ kind, service: number }: { readonly kind: string; readonly service: number }): void {
    const chosen = pick(this.#held, number);
    if (!chosen) return;
    if (kind === 'garble') toggle(this.#garbled, chosen.service);
    else {
      this.#held = this.#held.filter((one) => one !== chosen);
      this.#shop.removeService(chosen.service);
    }
  }

  /** Writes the names of choices into the rows of services, as WHMCS shows them. */
  #relabel(): void {
    for (const { product, service, values } of this.#held) {
      const row = this.#shop.services.find(({ id }) => id === service);
      const known = this.#shop.product(product).options;
      const choices = values.map(({ option: optionId, value, times }) => {
        const option = known.find(({ id }) => id === optionId);
        const { name = 'deleted' } = option?.values.find(({ id }) => id === value) ?? {};
        if (this.#garbled.has(service)) return { optionId, value: '???' };
        return { optionId, value: option?.kind === 'quantity' ? String(times) : name };
      });
      if (row) Object.assign(row, { choices });
    }
  }
}

type Listing = {
  readonly products?: {
    readonly product: readonly { pid: number; qty?: unknown; configoptions?: unknown }[];
  };
};

const isPickable = ({ kind }: ProductOption): boolean => kind !== 'quantity';
const isOf =
  (choice: number) =>
  ({ value }: Chosen): boolean =>
    value === choice;
const firstChoices = (options: readonly ProductOption[]): readonly number[] =>
  options.flatMap(({ values: [first] }) => (first ? [first.id] : []));

const pick = <T>(things: readonly T[], number: number): T | undefined => things[number % things.length];

function toggle<T>(things: Set<T>, thing: T): void {
  if (!things.delete(thing)) things.add(thing);
}

const setValues = (product: ShopProduct, optionId: number, values: readonly OptionValue[]): void =>
  void Object.assign(product, {
    options: product.options.map((option) => (option.id === optionId ? { ...option, values } : option)),
  });
