import type { KnownBlock, ModalView } from '@slack/types';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import { context, lookupInput, modal, section, selectInput, textInput } from '../../platform/block-kit/blocks.ts';
import { moment, person } from '../../platform/block-kit/mentions.ts';
import { customerLookup } from '../customers/index.ts';
import type { PaperLanguage } from '../papers/index.ts';
import { longestBody, longestSubject } from './check-words.ts';
import type { TemplateKind, Words } from './kind.ts';
import type { TemplateKey, Version } from './store.ts';

export const languageNames: Readonly<Record<PaperLanguage, string>> = { en: 'English', it: 'Italian' };

const byWhom = ({ version, basedOn, writtenBy, writtenAt }: Version): string => {
  const source =
    basedOn === undefined ? '' : `, the words of ${basedOn === 0 ? 'what ships' : `version ${basedOn}`} again`;
  return `version ${version} by ${person(writtenBy)}, ${moment(writtenAt)}${source}`;
};

const mostNamed = 40;

/** Which there are, and which were written anew. */
export const partBlocks = (
  kinds: readonly TemplateKind[],
  newest: readonly (TemplateKey & Version)[],
): readonly KnownBlock[] => {
  const lines = kinds.slice(0, mostNamed).map(({ key, label }) => {
    const written = newest.filter(({ kind }) => kind === key);
    const own = written.map((each) => `${languageNames[each.language]}: ${byWhom(each)}`);
    return `• ${escapeMrkdwn(label)}${own.length > 0 ? ` _(${own.join('; ')})_` : ''}`;
  });
  return [
    section(
      `What letters say, in English and Italian. What nobody has written anew says what ships.\n${lines.join('\n')}`,
    ),
  ];
};

/** Which words? BIL-7 */
export const chooseForm = (kinds: readonly TemplateKind[]): ModalView =>
  modal({
    callback: 'template.choose',
    title: 'Words of letters',
    submit: 'Go on',
    blocks: [
      selectInput({
        name: 'kind',
        label: 'Which letter?',
        choices: kinds.map(({ key, label }) => ({ text: label, value: key })),
        initial: kinds[0]?.key,
      }),
      selectInput({
        name: 'language',
        label: 'In which language?',
        hint: 'A letter is written in its customer’s language',
        choices: Object.entries(languageNames).map(([value, text]) => ({ text, value })),
        initial: 'en',
      }),
    ],
  });

/** What the form of one template carries along. */
export interface Writing {
  readonly kind: TemplateKind;
  readonly language: PaperLanguage;
  /** The newest version when it was opened. ALL-3 */
  readonly newest: number;
  /** Counts how often it was drawn: Slack keeps what was typed in fields of the same name. */
  readonly round: number;
  /** Of what was previewed last. */
  readonly seen?: string | undefined;
  /** The version that was taken up again. */
  readonly basedOn?: number | undefined;
}

/** `what_2` of the second drawing. */
export const fieldOf = (name: string, { round }: Pick<Writing, 'round'>): string => `${name}_${round}`;

const choicesFor = ({ seen }: Writing, versions: readonly Version[]) => [
  { text: 'Show me the letter', value: 'preview' },
  ...(seen ? [{ text: 'Save it', value: 'save' }] : []),
  ...versions.map((each) => ({
    text: `Take up the words of version ${each.version} again`,
    value: `from:${each.version}`,
  })),
  { text: 'Take up the words that ship', value: 'from:0' },
];

const legend = ({ kind }: Writing): string =>
  [
    '*What the words can name*',
    ...kind.values.map(({ name, means }) => `\`{{ ${name} }}\` ${escapeMrkdwn(means)}`),
    `Where something may be missing: \`{% if ${kind.values[0]?.name ?? 'name'} %} … {% else %} … {% endif %}\`, or \`| default: "…"\`.`,
  ].join('\n');

/** The words of one letter, and above them what was made of them. */
export const writeForm = (
  writing: Writing,
  words: Words,
  versions: readonly Version[],
  above: readonly KnownBlock[] = [],
): ModalView => {
  const at = (name: string) => fieldOf(name, writing);
  const { kind, language, newest, round, seen, basedOn } = writing;
  const [current] = versions;
  return modal({
    callback: 'template.write',
    title: 'Words of a letter',
    submit: 'Go on',
    data: JSON.stringify([kind.key, language, newest, round, seen ?? '', basedOn ?? -1]),
    blocks: [
      section(
        `*${escapeMrkdwn(kind.label)}*, ${languageNames[language]}: ${current ? byWhom(current) : 'as it ships'}. What was sent keeps what it says.`,
      ),
      ...above,
      selectInput({
        name: at('what'),
        label: 'What should happen?',
        choices: choicesFor(writing, versions),
        initial: seen ? 'save' : 'preview',
      }),
      textInput({ name: at('subject'), label: 'Subject', max: longestSubject, initial: words.subject }),
      textInput({ name: at('body'), label: 'What it says', multiline: true, max: longestBody, initial: words.body }),
      ...(kind.valuesOf
        ? [
            lookupInput({
              name: at('customer'),
              label: 'Show it as it would be for',
              hint: 'Blank: with made-up values',
              source: customerLookup,
              optional: true,
            }),
          ]
        : []),
      section(legend(writing)),
    ],
  });
};

/** The letter as it would be. */
export const previewBlocks = (
  { subject, body }: Words,
  { whose, letter }: { readonly whose: string; readonly letter: string | undefined },
): readonly KnownBlock[] => [
  section(`*As it would be${whose}*\n*${escapeMrkdwn(subject)}*`),
  section(escapeMrkdwn(clip(letter ?? body, 2800))),
  context('Nothing is saved yet. Choose “Save it” below, or change the words and look again.'),
];
