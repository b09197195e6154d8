export {
  type Account,
  type Channel,
  type Ladder,
  type OwedBill,
  type PlannedRound,
  planRounds,
  type Reminding,
  type Round,
  remind,
  totalsOf,
} from './ladder.ts';
export { ladderOf, type RemindersPolicy, remindersPolicy } from './policy.ts';
export { roundTexts, stepText } from './step-text.ts';
export { reminderKinds } from './words.ts';
