import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { addDays, instantAt } from '../../../../core/time/calendar.ts';
import { dateInput, modal, selectInput } from '../../../../platform/block-kit/blocks.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { plainNames } from '../../../audit-words.ts';
import { storyModal, storyOf } from '../../../story/index.ts';
import { type Customer, customerSubject } from '../../customer.ts';
import { existingCustomer } from '../../find-customer.ts';
import {
  aboutOf,
  filterText,
  filterWords,
  type HistoryFilter,
  historyKinds,
  otherKind,
  parseFilter,
} from '../history-filter.ts';

const pageSize = 15;

/** Whose history, which part of it, and after a last colon the entry that the page ends before. */
const readValue = (value: string) => {
  const [id = '', filter = '', entry = ''] = value.split(':');
  return { id, filter: parseFilter(filter), before: /^\d{1,18}$/.test(entry) ? BigInt(entry) : undefined };
};

const draw = async (deps: Deps, customer: Customer, filter: HistoryFilter, before?: bigint): Promise<ModalView> => {
  const page = await storyOf(deps.db.prisma, customerSubject(customer.id), {
    before,
    take: pageSize,
    ...aboutOf(filter.kind),
    ...(filter.from ? { from: instantAt(filter.from, '00:00', customer.timeZone) } : {}),
    ...(filter.to ? { until: instantAt(addDays(filter.to, 1), '00:00', customer.timeZone) } : {}),
  });
  const data = `${customer.id}:${filterText(filter)}`;
  const narrow = { text: 'Filter', action: 'customer.history_filter', value: data };
  const about = { name: customer.name, data, shown: filterWords(filter), narrow };
  return storyModal(about, page, plainNames(deps.roleName), 'customer.history_older');
};

/** History, in the customer's window: what happened to all that is theirs. CUS-7 */
export const showHistory: Interaction = {
  id: 'customer.history',
  press: async ({ deps, value }) => ({ modal: await draw(deps, await existingCustomer(deps, value), {}) }),
};

export const showOlderHistory: Interaction = {
  id: 'customer.history_older',
  press: async ({ deps, value }) => {
    const { id, filter, before } = readValue(value);
    return { replace: await draw(deps, await existingCustomer(deps, id), filter, before) };
  },
};

interface Filtering {
  readonly customer: Customer;
  readonly filter: HistoryFilter;
}

/** Filter, in the history. CUS-7 */
export const filterForm = ({ customer, filter }: Filtering): ModalView =>
  modal({
    callback: 'customer.history_filter',
    title: 'Filter the history',
    submit: 'Show',
    data: customer.id,
    blocks: [
      selectInput({
        name: 'kind',
        label: 'Of what',
        hint: 'None: all of it',
        optional: true,
        choices: [...historyKinds, otherKind].map(({ key, text }) => ({ text, value: key })),
        initial: filter.kind,
      }),
      dateInput({ name: 'from', label: 'From', optional: true, initial: filter.from }),
      dateInput({ name: 'to', label: 'Up to and including', optional: true, initial: filter.to }),
    ],
  });

export const filterHistory: Interaction = {
  id: 'customer.history_filter',
  press: async ({ deps, value }) => {
    const { id, filter } = readValue(value);
    return { modal: filterForm({ customer: await existingCustomer(deps, id), filter }) };
  },
  submit: async ({ deps, data, values }) => {
    const customer = await existingCustomer(deps, data);
    const filter = { kind: values.option('kind'), from: values.day('from'), to: values.day('to') };
    if (filter.from && filter.to && filter.to < filter.from)
      throw new FieldErrors({ to: 'This is before the first day: choose it or a later one.' });
    return { replace: await draw(deps, customer, filter) };
  },
};
