import { describe, expect, test } from 'vitest';
import { checkUndo, decidedAnswer, type Entry, isInTime, undoValue } from '../../../src/platform/slice/undo.ts';

const nine = new Date('2026-03-02T09:00:00Z');
const later = (ms: number) => new Date(nine.getTime() + ms);
const mine: Entry = {
  id: 1n,
  actor: 'U_ACCOUNTING',
  at: nine,
  action: 'case.contacted',
  before: {},
  after: { decision: 'd1' },
};

describe('ALL-5 a decision can be undone for 10 minutes', () => {
  test.each([
    [0, true],
    [600_000, true],
    [600_001, false],
  ])('after %i ms: %s', (ms, expected) => expect(isInTime(nine, later(ms))).toBe(expected));

  const other = { ...mine, id: 2n, actor: 'U_2' };
  test.each([
    ['by somebody else', mine, 'U_2', 0, /^Only <@U_ACCOUNTING> can undo this/],
    ['too late', mine, 'U_ACCOUNTING', 600_001, /10 minutes/],
    ['another decision since', { ...other, after: { decision: 'd2' } }, 'U_ACCOUNTING', 0, /<@U_2> went on with it/],
    ['something without a decision since', { ...other, after: null }, 'U_ACCOUNTING', 0, /went on with it/],
    ['by Baton since', { ...other, actor: 'baton', after: {} }, 'U_ACCOUNTING', 0, /any more: Baton went on/],
    ['undone already', { ...other, after: { undid: 'd1' } }, 'U_ACCOUNTING', 600_001, /undone already/],
  ])('refused: %s', (_, last, who, ms, said) => {
    expect(() => checkUndo(mine, last, who, later(ms))).toThrow(said);
  });

  test('allowed while the last word about it is the decision’s own', () => {
    expect(() => checkUndo(mine, mine, 'U_ACCOUNTING', later(600_000))).not.toThrow();
    const sameDecision = { ...mine, id: 2n, action: 'case.shown' };
    expect(() => checkUndo(mine, sameDecision, 'U_ACCOUNTING', nine)).not.toThrow();
  });

  test('the answer’s button names subject and decision', () => {
    const answer = decidedAnswer('Noted.', 'case.undo', 'c1', 'd1');
    expect(JSON.stringify(answer.blocks)).toContain('"value":"c1:d1"');
    expect(undoValue('c1:d1')).toEqual({ subjectId: 'c1', decision: 'd1' });
  });
});
