import type { ModalView, Option } from '@slack/types';
import { lookupInput, modal, option } from '../../../platform/block-kit/blocks.ts';
import { required } from '../../../platform/block-kit/form.ts';
import type { Answer, Interaction, SlackRequest, Subcommand } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { customerLookup, customerSubject } from '../customer.ts';
import { askWhichCustomer, resolveCustomer } from '../find-customer.ts';
import { searchCustomers } from '../store.ts';
import { showAllFindings, showFindings } from '../validation/actions/validate-customers.ts';
import { openNewCustomer } from './new-customer.ts';

/** Which customer? Asks while typing. */
export const lookupForm = (): ModalView =>
  modal({
    callback: 'customer.open',
    title: 'Open a customer',
    submit: 'Open',
    blocks: [
      lookupInput({
        name: 'customer',
        label: 'Customer',
        source: customerLookup,
        placeholder: 'Type a part of the name',
      }),
    ],
  });

const validateNamed = async (deps: Deps, name: string): Promise<Answer> => {
  const resolved = await resolveCustomer(deps, name);
  if (resolved.found !== 'one') return askWhichCustomer(resolved, name, 'customer.validate');
  return showFindings(deps, resolved.customer.id);
};

/** `/bill customer`: the one that is named, one to be looked up, or a new one. */
export const customerCommand: Subcommand = {
  command: '/bill',
  word: 'customer',
  usage: '[name | new [name] | validate [name]]',
  help: 'shows a customer: contact, projects, invoices, history; enters a new one; or says what would stop or spoil bills',
  run: async (request) => {
    if (request.text === '') return { modal: lookupForm() };
    const [, newName] = /^new(?:\s+(.*))?$/is.exec(request.text) ?? [];
    if (request.text.toLowerCase() === 'new') return openNewCustomer(request);
    if (request.text.toLowerCase() === 'validate') return showAllFindings(request.deps);
    const resolved = await resolveCustomer(request.deps, request.text);
    // A customer may be called “New …”: only what nobody is called is a new one’s name.
    if (newName !== undefined && resolved.found === 'none') return openNewCustomer(request, newName);
    const [, validated] = /^validate\s+(.*)$/is.exec(request.text) ?? [];
    if (validated !== undefined && resolved.found === 'none') return validateNamed(request.deps, validated);
    if (resolved.found !== 'one') return askWhichCustomer(resolved, request.text, 'customer.open');
    return { window: customerSubject(resolved.customer.id) };
  },
};

/** The form that asks which; the button of the same id opens the window (`customerDoor`). */
export const openCustomer: Interaction = {
  id: 'customer.open',
  submit: async ({ values }) => ({
    window: customerSubject(required(values.option('customer'), 'customer', 'Choose a customer.')),
  }),
};

/** The choices of `customerLookup`, while somebody types. */
export const lookUpCustomers = async ({
  deps,
  query,
}: SlackRequest & { readonly query: string }): Promise<readonly Option[]> =>
  (await searchCustomers(deps.db.prisma, query, 100)).map((each) => option({ text: each.name, value: each.id }));
