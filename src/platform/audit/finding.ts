/** What verifying the audit log comes to. */
export type Verdict =
  | {
      readonly ok: true;
      readonly seals: number;
      readonly rows: number;
      readonly unsealed: number;
      readonly head: string;
      /** The newest seal that a given key vouches for, and with it all before; without a key, or without seals, none. */
      readonly signed?: bigint;
    }
  | {
      readonly ok: false;
      readonly kind:
        | 'row_changed'
        | 'row_missing'
        | 'row_stray'
        | 'seal_broken'
        | 'seal_missing'
        | 'not_signed'
        | 'wrong_key'
        | 'signature_broken'
        | 'end_missing';
      /** The audit row, where one can be named. */
      readonly row?: bigint;
      readonly seal?: bigint;
      readonly sentence: string;
    };

export type Finding = Extract<Verdict, { ok: false }>;

export const finding = (kind: Finding['kind'], seal: bigint, sentence: string, row?: bigint): Finding => ({
  ok: false,
  kind,
  seal,
  sentence,
  ...(row === undefined ? {} : { row }),
});
