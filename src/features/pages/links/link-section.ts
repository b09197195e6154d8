import type { KnownBlock } from '@slack/types';
import type { Subject } from '../../../core/subject.ts';
import { section } from '../../../platform/block-kit/blocks.ts';
import { type Link, linkTo } from '../../../platform/links/index.ts';
import type { SectionContent, WindowButton, WindowSection } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { invoiceById } from '../../billing/invoices/index.ts';
import { linkValue } from './actions/change-link.ts';
import { isForCustomer, linkKeepers } from './things.ts';

const said = ({ url }: Link): KnownBlock =>
  section(
    url
      ? `Copy this link for the customer. Who has it needs no login.\n\`${url}\``
      : ':no_entry: Its link is withdrawn: nobody can open the page until you renew it.',
  );

const buttonsOf = (subject: Subject, { url, generation }: Link): readonly WindowButton[] => {
  const value = linkValue({ subject, generation });
  const roles = linkKeepers(subject.type);
  const renew: WindowButton = {
    text: 'Renew link',
    action: 'link.renew',
    value,
    roles,
    confirm: { title: 'Renew the link?', text: 'The link that was given out leads nowhere then.', yes: 'Renew' },
  };
  const withdraw: WindowButton = {
    text: 'Withdraw link',
    action: 'link.withdraw',
    value,
    roles,
    confirm: { title: 'Withdraw the link?', text: 'Nobody can open the page until you renew it.', yes: 'Withdraw' },
  };
  return url ? [renew, withdraw] : [renew];
};

const contentOf = async ({ contributions, db }: Deps, subject: Subject): Promise<SectionContent> => {
  const link = await linkTo(contributions, db.prisma, subject);
  return link ? { blocks: [said(link)], buttons: buttonsOf(subject, link) } : {};
};

const title = 'Customer’s page';

/** The link of the customer's page: to be copied, renewed and withdrawn. */
export const linkSections: readonly WindowSection[] = [
  {
    subject: 'invoice',
    order: 6,
    title,
    read: async (deps, id) => {
      const invoice = await invoiceById(deps.db.prisma, id);
      return invoice && isForCustomer(invoice) ? contentOf(deps, { type: 'invoice', id }) : {};
    },
  },
  { subject: 'project', order: 36, title, read: (deps, id) => contentOf(deps, { type: 'project', id }) },
];
