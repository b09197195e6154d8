import type { Entry, Obj, View } from '../../../src/sandbox/slack/index.ts';
import type { Random } from '../../support/random.ts';

const objects = (value: unknown): Obj[] => (Array.isArray(value) ? (value as Obj[]) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const options = (element: Obj): string[] =>
  [...objects(element.options), ...objects(element.option_groups).flatMap((group) => objects(group.options))].map(
    (each) => text(each.value),
  );

const words = [
  'because the customer asked',
  'as agreed by phone',
  'checked twice',
  'a <!channel> & a <b>',
  'mañana 🙂 עברית',
  'x'.repeat(300),
];
const amounts = ['1500', '2000.00', '499.99', '500', '0.01', '750,50'];

const typed = (name: string, random: Random, serial: () => number): string => {
  if (/amount|fee|month|hardware$|price|paid/.test(name)) return random.chance(0.05) ? 'plenty' : random.pick(amounts);
  if (/number|reference/.test(name)) return `N-${serial()}`;
  if (/quantity|count|months/.test(name)) return String(1 + random.below(12));
  if (/email/.test(name)) return 'office@example.com';
  if (/currency/.test(name)) return 'USD';
  if (/services/.test(name)) return 'Managed services | 1 | 2000.00';
  return random.pick(words);
};

const dayOf = (now: Date, random: Random): string =>
  new Date(now.getTime() + (random.below(20) - 3) * 86_400_000).toISOString().slice(0, 10);

/** What a person might put into a form: mostly sensible, sometimes not. */
export const fillIn = (
  view: View,
  random: Random,
  now: Date,
  people: readonly string[],
  serial: () => number,
): Record<string, Entry> => {
  const values: Record<string, Entry> = {};
  for (const block of objects(view.body.blocks)) {
    if (block.type !== 'input') continue;
    const element = block.element as Obj;
    const name = text(block.block_id);
    const isOptional = block.optional === true;
    switch (element.type) {
      case 'plain_text_input':
        if (element.initial_value !== undefined && random.chance(0.8)) break;
        if (isOptional && random.chance(/coverage|sla|services|location/.test(name) ? 0.15 : 0.6)) break;
        values[name] = typed(name, random, serial).slice(0, Number(element.max_length ?? 3000));
        break;
      case 'static_select':
      case 'radio_buttons': {
        const offered = options(element);
        if (element.initial_option !== undefined && random.chance(0.6)) break;
        if (offered.length > 0) values[name] = random.pick(offered);
        break;
      }
      case 'checkboxes':
        values[name] = random.chance(0.85) ? options(element) : options(element).filter(() => random.chance(0.5));
        break;
      case 'users_select':
        if (element.initial_user === undefined || random.chance(0.3)) values[name] = random.pick(people);
        break;
      case 'multi_users_select':
        values[name] = [random.pick(people)];
        break;
      case 'datepicker':
        if (element.initial_date !== undefined && random.chance(0.5)) break;
        values[name] = random.chance(0.6) ? now.toISOString().slice(0, 10) : dayOf(now, random);
        break;
    }
  }
  return values;
};

export interface Offer {
  readonly channel: string;
  readonly ts: string;
  readonly action: string;
  readonly value: string;
}

/** The buttons of a message or view. */
export const buttonsOf = (blocks: unknown): { readonly action: string; readonly value: string }[] =>
  objects(blocks)
    .flatMap((block) => [...objects(block.elements), ...(block.accessory ? [block.accessory as Obj] : [])])
    .filter((element) => element.type === 'button' && element.url === undefined)
    .map((element) => ({ action: text(element.action_id), value: text(element.value) }));
