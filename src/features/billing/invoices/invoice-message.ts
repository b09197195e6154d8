import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound, UserError } from '../../../core/errors.ts';
import { type Money, parseAmount } from '../../../core/money/money.ts';
import { type Day, todayIn } from '../../../core/time/calendar.ts';
import { required } from '../../../platform/block-kit/form.ts';
import type {
  ActionRequest,
  Answer,
  HomeSection,
  Panel,
  Slice,
  SlotKind,
  SubmissionRequest,
} from '../../../platform/slice/slice.ts';
import { on, type Reaction } from '../../../platform/work/events.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { requireEarly } from '../../any-role.ts';
import { contactChanged, customerById, customersByIds } from '../../customers/index.ts';
import { correctInvoice, voidInvoice } from './actions/correct-invoice.ts';
import { fileInvoice } from './actions/file-invoice.ts';
import { markSent } from './actions/mark-sent.ts';
import { recordPermission } from './actions/record-permission.ts';
import { takeBack } from './actions/take-back.ts';
import { refuseVoid } from './change-invoice.ts';
import { keepInvoice } from './doubt.ts';
import { type Invoice, invoiceRef, moneyRoles } from './invoice.ts';
import {
  correctModal,
  fileModal,
  keepModal,
  markSentModal,
  permissionModal,
  pickedUpOf,
  takeBackModal,
  voidModal,
} from './invoice-form.ts';
import { invoiceLines, invoiceMessage, waitingBlocks } from './invoice-views.ts';
import { askingInvoices, invoiceById, invoicesOfCustomer, openTotals, waitingInvoices } from './store.ts';

const known = async (deps: Deps, id: string): Promise<Invoice> => {
  const invoice = await invoiceById(deps.db.prisma, id);
  if (!invoice) throw new NotFound('invoice');
  return invoice;
};

/** Opens a form about the invoice that the button names, for those who may submit it. */
export const opens =
  (doing: string, form: (invoice: Invoice, today: Day) => ModalView) =>
  async (request: ActionRequest): Promise<Answer> => {
    await requireEarly(request, moneyRoles, doing);
    const invoice = await known(request.deps, request.value);
    refuseVoid(invoice);
    return { modal: form(invoice, todayIn(request.deps.timeZone, request.deps.clock.now())) };
  };

export const actions: NonNullable<Slice['actions']> = {
  'invoice.mark_sent': opens('mark invoices as sent', markSentModal),
  'invoice.permission': opens('record permission to charge', permissionModal),
  'invoice.file': opens('file invoices', fileModal),
  'invoice.correct': opens('correct invoices', correctModal),
  'invoice.void': opens('void invoices', voidModal),
  'invoice.keep': opens('keep invoices', keepModal),
  'invoice.take_back': opens('take back what was recorded', (invoice) => {
    if (!invoice.sent && !invoice.permission)
      throw new UserError(`Nothing of invoice ${invoiceRef(invoice)} can be taken back.`);
    return takeBackModal(invoice);
  }),
};

/** The amount of a field in a currency, or an error at the field. */
export const amountOf = ({ values }: SubmissionRequest, name: string, currency: string): Money => {
  const parsed = parseAmount(required(values.text(name), name, 'Enter an amount.'), currency);
  if (!parsed.ok) throw new FieldErrors({ [name]: parsed.error });
  return parsed.value;
};

const reasonOf = ({ values }: SubmissionRequest) => required(values.text('reason'), 'reason', 'Say why.');
const keptOf = ({ values }: SubmissionRequest) => ({
  file: values.files('file')[0],
  location: values.text('location'),
});
const said = async (deps: Deps, id: string, what: string): Promise<Answer> => ({
  say: { text: `Invoice ${invoiceRef(await known(deps, id))} ${what}.` },
});

export const submissions: NonNullable<Slice['submissions']> = {
  'invoice.mark_sent': async (request) => {
    const { deps, by, data, values } = request;
    await markSent(deps, by, {
      invoiceId: data,
      number: required(values.text('number'), 'number', 'Enter the invoice’s number.'),
      sentOn: required(values.day('sent_on'), 'sent_on', 'Enter the day it was sent.'),
      ...keptOf(request),
    });
    return said(deps, data, 'is marked as sent');
  },
  'invoice.permission': async ({ deps, by, data, values }) => {
    await recordPermission(deps, by, {
      invoiceId: data,
      how: required(values.text('how'), 'how', 'Say how the customer agreed.'),
      on: required(values.day('agreed_on'), 'agreed_on', 'Enter the day the customer agreed.'),
    });
    return said(deps, data, 'may now be charged to the card');
  },
  'invoice.file': async (request) => {
    await fileInvoice(request.deps, request.by, { invoiceId: request.data, ...keptOf(request) });
    return said(request.deps, request.data, 'is filed');
  },
  'invoice.correct': async (request) => {
    const { deps, by, data } = request;
    const invoice = await known(deps, data);
    const net = amountOf(request, 'amount', invoice.net.currency);
    const pickedUp = pickedUpOf(request.values.option('picked_up')) ?? invoice.pickedUp;
    await correctInvoice(deps, by, { invoiceId: data, net, pickedUp, reason: reasonOf(request) });
    return said(deps, data, 'is corrected');
  },
  'invoice.void': async (request) => {
    const { deps, by, data } = request;
    const reason = reasonOf(request);
    await voidInvoice(deps, by, { invoiceId: data, reason });
    return said(deps, data, 'is void');
  },
  'invoice.keep': async (request) => {
    const { deps, by, data } = request;
    await keepInvoice(deps, by, { invoiceId: data, reason: reasonOf(request) });
    return said(deps, data, 'is kept');
  },
  'invoice.take_back': async (request) => {
    const { deps, by, data, values } = request;
    const what = values.option('what') === 'permission' ? 'permission' : 'sent';
    await takeBack(deps, by, { invoiceId: data, what, reason: reasonOf(request) });
    return said(deps, data, 'is put right');
  },
};

export const slots: readonly SlotKind[] = [
  {
    kind: 'invoice',
    render: async (deps, id) => {
      const invoice = await invoiceById(deps.db.prisma, id);
      const customer = invoice && (await customerById(deps.db.prisma, invoice.customerId));
      if (!invoice || !customer) return undefined;
      const about = await Promise.all(deps.panels('invoice').map((panel) => panel.render(deps, id)));
      return invoiceMessage(invoice, customer, about.flat());
    },
  },
];

export const reactions: readonly Reaction[] = [
  on(contactChanged, async (work, { customerId }) => {
    for (const id of await askingInvoices(work.tx, customerId)) work.show({ kind: 'invoice', subjectId: id });
  }),
];

const waitingAtMost = 10;

/** An unpaid invoice waits for accounting, whatever its next step is. */
export const home: readonly HomeSection[] = [
  {
    order: 15,
    title: 'Invoices that wait',
    waits: true,
    render: async ({ deps: { db }, roles }) => {
      const held = await roles();
      if (!moneyRoles.some((role) => held.has(role))) return [];
      const invoices = await waitingInvoices(db.prisma, waitingAtMost + 1);
      const customers = await customersByIds(
        db.prisma,
        invoices.map((each) => each.customerId),
      );
      return waitingBlocks(invoices, (id) => customers.get(id)?.name ?? '', waitingAtMost);
    },
  },
];

const shown = 20;

export const panels: readonly Panel[] = [
  {
    subject: 'customer',
    order: 20,
    title: 'Invoices',
    render: async ({ db: { prisma } }, customerId) =>
      invoiceLines(await invoicesOfCustomer(prisma, customerId, shown), await openTotals(prisma, customerId)),
  },
];
