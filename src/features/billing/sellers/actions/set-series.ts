import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound, UserError } from '../../../../core/errors.ts';
import { modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { ledgerEditors } from '../../setup/index.ts';
import { areAlike, documentKinds, formatNumber, formatProblem } from '../number-format.ts';
import { issueDay, type Seller, sellerDoor } from '../seller.ts';
import { kindNames } from '../seller-views.ts';
import { beginSeries, lockSeries, readSeries, type Series, type SeriesKey } from '../series-store.ts';
import { sellerById } from '../store.ts';
import { yearOf } from '../take-number.ts';
import { existingSeller } from './edit-seller.ts';

interface Opened {
  readonly key: SeriesKey;
  readonly seller: Seller;
  readonly series: Series;
}

const doing = 'set how documents are numbered';

/** Numbers, in the seller's window. BIL-12 */
const setSeriesForm = ({ key, seller, series }: Opened): ModalView =>
  modal({
    callback: 'series.set',
    title: 'Numbers',
    submit: 'Save',
    data: `${key.sellerId}:${key.kind}:${key.year}`,
    blocks: [
      section(`*${kindNames[key.kind]} of ${key.year}*, ${seller.name}`),
      textInput({
        name: 'format',
        label: 'How a number is written',
        hint: 'With {year} and {number}, or {number:5} for five digits. The next year goes on with it.',
        max: 40,
        initial: series.format,
      }),
      textInput({
        name: 'start',
        label: 'The first number',
        hint: 'Higher than 1 where documents of this year were numbered elsewhere',
        max: 8,
        initial: String(series.start),
      }),
    ],
  });

/** BIL-12: what has begun goes on by itself: another beginning would leave a gap, or give a number twice. */
const begun = ({ year, kind }: SeriesKey, { format, next }: Series): UserError =>
  new UserError(
    `${formatNumber(format, { year, number: next - 1 })} was given already, so that the ${kindNames[kind].toLowerCase()} of ${year} go on by themselves. The next year’s can be set.`,
  );

export interface SetSeries extends SeriesKey {
  readonly format: string;
  readonly start: number;
}

const seriesProblems = async (work: Work, input: SetSeries): Promise<Record<string, string>> => {
  const format = formatProblem(input.format);
  if (format) return { format };
  if (!Number.isSafeInteger(input.start) || input.start < 1 || input.start > 99_999_999)
    return { start: 'Write a whole number, 1 or more.' };
  for (const kind of documentKinds.filter((each) => each !== input.kind)) {
    // The next year goes on with this format, unless it has one of its own.
    const years = [input.year, input.year + 1];
    const others = await Promise.all(years.map((year) => readSeries(work.tx, { ...input, kind, year })));
    if (others.some((other) => areAlike(input.format, other.format)))
      return {
        format: `The ${kindNames[kind].toLowerCase()} are numbered like this already: no number may come twice.`,
      };
  }
  return {};
};

/**
 * How the documents of one kind and year are numbered, and with which number they begin; only while none has a number. BIL-12
 * @throws FieldErrors; UserError once the series is in use
 */
export const setSeries = (deps: Deps, by: By, input: SetSeries): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(ledgerEditors, doing);
    const seller = await sellerById(work.tx, input.sellerId);
    if (!seller) throw new NotFound('seller');
    const thisYear = yearOf(issueDay(seller, work.now));
    if (input.year !== thisYear && input.year !== thisYear + 1)
      throw new UserError(`Only the numbers of ${thisYear} and ${thisYear + 1} can be set. Open the seller anew.`);
    const before = await lockSeries(work.tx, input);
    if (before.next !== before.start) throw begun(input, before);
    const problems = await seriesProblems(work, input);
    if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
    const { format, start, kind, year } = input;
    await beginSeries(work.tx, input, { format, start });
    work.audit({
      action: 'series.set',
      subject: { type: sellerDoor.subject, id: seller.id },
      before: { kind, year, format: before.format, start: before.start },
      after: { kind, year, format, start },
    });
  });

const keyOf = (value: string): SeriesKey => {
  const [sellerId = '', kindName = '', year = ''] = value.split(':');
  const kind = documentKinds.find((each) => each === kindName);
  if (!kind) throw new NotFound('series');
  return { sellerId, kind, year: Number(year) };
};

export const setSeriesButton: Interaction = {
  id: 'series.set',
  press: opensForm({
    roles: ledgerEditors,
    doing,
    find: async (deps, value): Promise<Opened> => {
      const key = keyOf(value);
      const [seller, series] = await Promise.all([existingSeller(deps, key.sellerId), readSeries(deps.db.prisma, key)]);
      if (series.next !== series.start) throw begun(key, series);
      return { key, seller, series };
    },
    form: setSeriesForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    const key = keyOf(data);
    const format = values.text('format') ?? '';
    await setSeries(deps, by, { ...key, format, start: Number(values.text('start') ?? '') });
    return { window: { type: sellerDoor.subject, id: key.sellerId } };
  },
};
