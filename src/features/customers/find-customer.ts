import type { KnownBlock } from '@slack/types';
import { NotFound } from '../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import { button, section } from '../../platform/block-kit/blocks.ts';
import type { Answer } from '../../platform/slice/slice.ts';
import type { Deps } from '../../platform/work/work.ts';
import { type Customer, nameKey } from './customer.ts';
import { customerById, searchCustomers } from './store.ts';

export type Resolved =
  | { readonly found: 'one'; readonly customer: Customer }
  | { readonly found: 'many'; readonly matches: readonly Customer[] }
  | { readonly found: 'none' };

/** @throws NotFound */
export const existingCustomer = async ({ db }: Pick<Deps, 'db'>, id: string): Promise<Customer> => {
  const customer = await customerById(db.prisma, id);
  if (!customer) throw new NotFound('customer');
  return customer;
};

const shown = 10;

/** Which customer a command's text means: the exact name, else the only partial match. More than one asks. */
export const resolveCustomer = async (deps: Pick<Deps, 'db'>, text: string): Promise<Resolved> => {
  const key = nameKey(text);
  if (key === '') return { found: 'none' };
  const matches = await searchCustomers(deps.db.prisma, text, shown + 1);
  const [first] = matches;
  if (!first) return { found: 'none' };
  if (matches.length === 1 || nameKey(first.name) === key) return { found: 'one', customer: first };
  return { found: 'many', matches };
};

/**
 * What a command answers when the text means no customer or several: a button per match, `action` with the customer's
 * id as its value, or what else the command named with it. The slice that asks handles that action.
 */
export const askWhichCustomer = (
  resolved: Exclude<Resolved, { found: 'one' }>,
  text: string,
  action: string,
  valueFor: (customerId: string) => string = (id) => id,
): Answer => {
  const quoted = `“${escapeMrkdwn(clip(text, 100))}”`;
  if (resolved.found === 'none') {
    return {
      say: {
        text: `No customer’s name contains ${quoted}. Try a part of the name, or enter it with \`/bill customer new\`.`,
      },
    };
  }
  const matches = resolved.matches.slice(0, shown);
  const more = resolved.matches.length > shown ? ' Here are the first ones; write more of the name for others.' : '';
  const question = `More than one customer’s name contains ${quoted}. Which one?${more}`;
  const blocks: KnownBlock[] = [
    section(question),
    ...matches.map((each) =>
      section(escapeMrkdwn(each.name), button({ text: 'This one', action, value: valueFor(each.id) })),
    ),
  ];
  return { say: { text: question, blocks } };
};
