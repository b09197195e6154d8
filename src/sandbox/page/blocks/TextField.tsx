import type { KeyboardEvent } from 'react';
import type { ElementProps } from './ElementView.tsx';
import { useSurface } from './surface.ts';

const INPUT_TYPE: Readonly<Record<string, 'email' | 'url' | 'text'>> = {
  email_text_input: 'email',
  url_text_input: 'url',
};

/** Text, numbers, addresses. What is wrong with them is said by the server's checks, in Slack's words. */
export const TextField = ({ block, element, id, describedBy, invalid }: ElementProps) => {
  const surface = useSurface();
  const value = surface.value(block, element)?.value ?? '';
  const multiline = element.multiline === true || element.type === 'rich_text_input';
  const shared = {
    id,
    name: block.block_id,
    value,
    placeholder: element.placeholder?.text,
    'aria-describedby': describedBy,
    'aria-invalid': invalid,
    'aria-required': block.type === 'input' && block.optional !== true,
    autoFocus: element.focus_on_load === true,
  };
  const put = (text: string) =>
    void surface.change(block, element, { type: element.type, value: text === '' ? null : text });
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || block.dispatch_action !== true) return;
    event.preventDefault();
    void surface.enter(block, element);
  };
  if (multiline) return <textarea {...shared} rows={4} onChange={(event) => put(event.target.value)} />;
  return (
    <input
      {...shared}
      type={INPUT_TYPE[element.type] ?? 'text'}
      inputMode={element.type === 'number_input' ? 'decimal' : undefined}
      autoComplete="off"
      onKeyDown={enter}
      onChange={(event) => put(event.target.value)}
    />
  );
};
