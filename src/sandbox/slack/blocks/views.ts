import { isObj, type Json, objs } from '../json.ts';
import { checkBlocks } from './blocks.ts';
import { anything, boolean, type Findings, fail, object, oneOf, string } from './checks.ts';
import { plainText } from './objects.ts';

const shared = {
  private_metadata: string(3000),
  callback_id: string(255),
  external_id: string(255),
};

const modal = object({
  required: { type: oneOf('modal'), title: plainText(24), blocks: anything },
  optional: {
    ...shared,
    submit: plainText(24),
    close: plainText(24),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  },
});

const home = object({ required: { type: oneOf('home'), blocks: anything }, optional: shared });

/** Everything Slack would object to in a view for the given place. */
export const checkView = (view: Json | undefined, type: 'modal' | 'home'): string[] => {
  if (!isObj(view)) return ['missing required field: view'];
  const found: Findings = { surface: type, problems: [], focused: 0 };
  if (view.type !== type) fail(found, '/view/type', 'must be a valid enum value');
  else (type === 'modal' ? modal : home)(view, '/view', found);
  const problems = [...found.problems, ...checkBlocks(view.blocks ?? null, type, '/view/blocks')];
  if (type === 'modal' && !view.submit) {
    for (const [i, block] of objs(view.blocks).entries()) {
      if (block.type === 'input')
        problems.push(`must define \`submit\` to use \`input\` block [json-pointer:/view/blocks/${i}/input]`);
    }
  }
  return problems;
};

/** Slack's cap on a whole view. */
export const viewTooLarge = (view: Json): boolean => Buffer.byteLength(JSON.stringify(view)) > 250_000;
