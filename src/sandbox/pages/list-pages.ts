import { linksTo } from '../../platform/links/index.ts';
import type { Deps } from '../../platform/work/work.ts';
import type { CustomerPage } from '../protocol.ts';

const most = 20;

/** The pages that customers could be given, latest first: of projects, of the invoices that are theirs, and of forms. */
export const customerPages = async ({ db, contributions }: Deps): Promise<CustomerPage[]> => {
  const { prisma } = db;
  const latest = { orderBy: { id: 'desc' }, take: most } as const;
  const [projects, invoices, forms] = await Promise.all([
    prisma.project.findMany({ select: { id: true, ref: true, customerId: true }, ...latest }),
    prisma.invoice.findMany({
      where: { OR: [{ number: { not: null } }, { sentOn: { not: null } }] },
      select: { id: true, ref: true, customerId: true, number: true },
      ...latest,
    }),
    prisma.formRequest.findMany({
      select: { id: true, customerId: true, state: true },
      ...latest,
    }),
  ]);
  const things = [
    ...projects.map((each) => ({ ...each, type: 'project', title: `Project P-${each.ref}` })),
    ...invoices.map((each) => ({ ...each, type: 'invoice', title: `Invoice ${each.number ?? `I-${each.ref}`}` })),
    ...forms.map((each) => ({ ...each, type: 'form', title: `Form, ${each.state}` })),
  ];
  const [links, customers] = await Promise.all([
    linksTo(contributions, prisma, things),
    prisma.customer.findMany({
      where: { id: { in: things.map(({ customerId }) => customerId) } },
      select: { id: true, name: true },
    }),
  ]);
  const names = new Map(customers.map(({ id, name }) => [id, name]));
  return things.map(({ customerId, title }, at) => ({
    title,
    customer: names.get(customerId) ?? '',
    url: links[at]?.url ?? null,
  }));
};
