import { NotFound } from '../../core/errors.ts';
import { option } from '../../platform/block-kit/blocks.ts';
import { required } from '../../platform/block-kit/form.ts';
import type {
  ActionRequest,
  Answer,
  SlackRequest,
  Slice,
  Subcommand,
  WindowSection,
} from '../../platform/slice/slice.ts';
import { requireEarly } from '../any-role.ts';
import { plainNames } from '../audit-words.ts';
import { storyBlocks, storyModal, storyOf } from '../story/index.ts';
import type { Customer } from './customer.ts';
import { customerEditors, editCustomer } from './edit-customer.ts';
import { enterCustomer } from './enter-customer.ts';
import { contactErasers, eraseContact } from './erase-contact.ts';
import { newCustomerModal, readCustomer } from './new-customer-form.ts';
import { askWhichCustomer, resolveCustomer } from './resolve-customer.ts';
import { customerById, searchCustomers } from './store.ts';
import { editCustomerModal, eraseContactModal, lookupModal } from './views.ts';

/** The external select's action id that finds customers while typing: `lookupInput({ name: 'customer', source: customerLookup, … })`. */
export const customerLookup = 'customer.lookup';

const historyPage = 15;

const known = async ({ deps }: SlackRequest, id: string): Promise<Customer> => {
  const customer = await customerById(deps.db.prisma, id);
  if (!customer) throw new NotFound('customer');
  return customer;
};

const shown = (id: string): Answer => ({ window: { type: 'customer', id } });

const history = async (request: ActionRequest): Promise<Answer> => {
  const [id = '', before = ''] = request.value.split(':');
  const customer = await known(request, id);
  const from = /^\d{1,18}$/.test(before) ? BigInt(before) : undefined;
  const page = await storyOf(request.deps.db.prisma, { type: 'customer', id }, { before: from, take: historyPage });
  const names = plainNames(request.deps.roleName);
  const view = storyModal({ name: customer.name, data: id }, page, names, 'customer.history_older');
  return before ? { replace: view } : { modal: view };
};

const openNew = async (request: SlackRequest, name?: string): Promise<Answer> => {
  await requireEarly(request, customerEditors, 'enter customers');
  return { modal: newCustomerModal({ name }) };
};

export const commands: readonly Subcommand[] = [
  {
    command: '/bill',
    word: 'customer',
    usage: '[name | new [name]]',
    help: 'shows a customer: contact, projects, invoices, history; or enters a new one',
    run: async (request) => {
      if (request.text === '') return { modal: lookupModal(customerLookup) };
      const [, newName] = /^new(?:\s+(.*))?$/is.exec(request.text) ?? [];
      if (request.text.toLowerCase() === 'new') return openNew(request);
      const resolved = await resolveCustomer(request.deps, request.text);
      // A customer may be called “New …”: only what nobody is called is a new one’s name.
      if (newName !== undefined && resolved.found === 'none') return openNew(request, newName);
      if (resolved.found !== 'one') return askWhichCustomer(resolved, request.text, 'customer.open');
      return shown(resolved.customer.id);
    },
  },
];

export const actions: NonNullable<Slice['actions']> = {
  'customer.edit': async (request) => {
    await requireEarly(request, customerEditors, 'edit customers');
    return { modal: editCustomerModal(await known(request, request.value)) };
  },
  'customer.erase_contact': async (request) => {
    await requireEarly(request, contactErasers, 'erase contact data');
    return { modal: eraseContactModal(await known(request, request.value)) };
  },
  'customer.history': history,
  'customer.history_older': history,
};

export const submissions: NonNullable<Slice['submissions']> = {
  'customer.open': async (request) => {
    const id = required(request.values.option('customer'), 'customer', 'Choose a customer.');
    return shown(id);
  },
  'customer.create': async (request) => {
    const customer = await enterCustomer(request.deps, request.by, {
      ...readCustomer(request.values),
      gatewayCustomer: request.values.text('gateway_customer'),
    });
    return shown(customer.id);
  },
  'customer.edit': async (request) => {
    const [customerId = '', version = ''] = request.data.split(':');
    await editCustomer(request.deps, request.by, {
      customerId,
      version: Number(version),
      contactName: request.values.text('contact_name'),
      email: request.values.text('email'),
      phone: request.values.text('phone'),
      address: request.values.text('address'),
      timeZone: required(request.values.text('time_zone'), 'time_zone', 'Enter a time zone, such as Europe/Rome.'),
      reason: required(request.values.text('reason'), 'reason', 'Say why it is changed.'),
    });
    return shown(customerId);
  },
  'customer.erase_contact': async (request) => {
    const reason = required(request.values.text('reason'), 'reason', 'Say why it is erased.');
    await eraseContact(request.deps, request.by, { customerId: request.data, reason });
    return shown(request.data);
  },
};

export const options: NonNullable<Slice['options']> = {
  [customerLookup]: async ({ deps, query }) =>
    (await searchCustomers(deps.db.prisma, query, 100)).map((each) => option({ text: each.name, value: each.id })),
};

const latest = 5;

export const sections: readonly WindowSection[] = [
  {
    subject: 'customer',
    order: 99,
    title: 'What happened, newest first',
    read: async (deps, id) => {
      const { entries } = await storyOf(deps.db.prisma, { type: 'customer', id }, { take: latest });
      return { blocks: storyBlocks(entries, plainNames(deps.roleName)) };
    },
  },
];
