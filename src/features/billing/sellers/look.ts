/** How a seller's papers look: its logo and its colour, on paper, page and mail. CUS-2 */
import { escapeMrkdwn } from '../../../core/text/text.ts';

export interface KeptLogo {
  /** Of the kept file: what is issued names it, so that its bytes are kept for good. BIL-12 */
  readonly hash: string;
  readonly type: 'png' | 'jpeg';
}

export interface Look {
  /** `#1f4e79`; where it is too light to be read it is printed darker. */
  readonly colour?: string | undefined;
  readonly logo?: KeptLogo | undefined;
}

export const lookOf = (row: {
  readonly colour: string | null;
  readonly logoHash: string | null;
  readonly logoType: string | null;
}): Look => ({
  colour: row.colour ?? undefined,
  logo: row.logoHash === null ? undefined : { hash: row.logoHash, type: row.logoType === 'jpeg' ? 'jpeg' : 'png' },
});

/** `#1F4E79` and `1f4e79` are `#1f4e79`; undefined where it is no colour. */
export const readColour = (text: string): string | undefined => {
  const [, digits] = /^#?([0-9a-f]{6})$/i.exec(text.trim()) ?? [];
  return digits && `#${digits.toLowerCase()}`;
};

export const lookText = ({ colour, logo }: Look): string =>
  [logo ? 'a logo' : 'no logo', ...(colour ? [escapeMrkdwn(colour)] : [])].join(', ');
