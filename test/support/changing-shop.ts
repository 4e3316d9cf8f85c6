import { answerCall, KNOWN_ACTIONS } from '../../src/simulator/answer-call.js';
import type { OptionValue } from '../../src/simulator/product-option.js';
import { Shop, type ShopProduct } from '../../src/simulator/shop.js';
import { type Profile, type Settings, USUAL_QUIRKS } from '../../src/simulator/simulator-settings.js';
import { answerStore } from '../../src/simulator/store-api.js';
import { distort } from './distorted-answer.js';
import type { Answer } from './running-collector.js';
import { MARKERS } from './site.js';

/** What a shop starts with. */
export type Stocked = {
  readonly quantity: number;
  readonly stockControl: boolean;
  readonly hidden: boolean;
  readonly kinds: readonly ('dropdown' | 'yesno' | 'quantity')[];
};

/** What happens to a shop. Numbers are taken modulo what there is. */
export type Happening =
  | {
      readonly kind: 'sell' | 'restock' | 'toggle control' | 'hide' | 'list' | 'swap names' | 'odd';
      readonly product: number;
      readonly part: 'stock' | 'name' | 'group' | 'options' | 'row';
    }
  | {
      readonly kind: 'buy' | 'rename' | 'delete choice' | 'hide choice';
      readonly product: number;
      readonly choice: number;
    }
  | { readonly kind: 'cancel' | 'garble'; readonly service: number }
  | { readonly kind: 'break' | 'repair'; readonly action: string }
  | { readonly kind: 'refuse companion' };

/** Units in use, with the ids that WHMCS does not show in a row. */
type Held = { readonly product: number; readonly service: number; readonly values: readonly Chosen[] };
type Chosen = { readonly option: number; readonly value: number; readonly times: number };

/** What is true of a product at one time. */
export type Truth = {
  readonly quantity: number;
  /** Units in use by the id of the choice, also of one that was deleted. */
  readonly held: ReadonlyMap<number, number>;
  readonly names: ReadonlyMap<number, string>;
  /** The ids of hidden choices. */
  readonly hidden: ReadonlySet<number>;
  /** Whether every service names a choice that there is. */
  readonly isReadable: boolean;
};

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
  readonly sold = new Map<number, number>();
  readonly restocked = new Map<number, number>();

  constructor(stocked: readonly Stocked[], profile: Profile) {
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
  }

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
    const names = new Map(values.map((value) => [value.id, value.name]));
    const hidden = new Set(values.filter((value) => value.hidden).map((value) => value.id));
    return { quantity: product.quantity, held, names, hidden, isReadable };
  }

  answer(action: string, params: URLSearchParams): Answer {
    if (this.#broken.has(action)) return FATAL;
    const path = action.replace(/^store\//, '');
    if (path !== action) {
      const answer = answerStore(this.#shop, this.#settings, path, params);
      return answer ? distort(answer, this.#unlisted, this.#odd) : { status: 404, body: '' };
    }
    const call = { params: new Map(params), address: '192.0.2.1' };
    return distort(answerCall(this.#shop, this.#settings, call), this.#unlisted, this.#odd);
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
      const values = [{ option: option.id, value: value.id, times }];
      this.#held.push({ product: product.id, service: id, values });
    }
    if (kind === 'rename') {
      this.#renames += 1;
      const name = `Place ${this.#renames}`;
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

const pick = <T>(things: readonly T[], number: number): T | undefined => things[number % things.length];

function toggle<T>(things: Set<T>, thing: T): void {
  if (!things.delete(thing)) things.add(thing);
}

const setValues = (product: ShopProduct, optionId: number, values: readonly OptionValue[]): void =>
  void Object.assign(product, {
    options: product.options.map((option) => (option.id === optionId ? { ...option, values } : option)),
  });
