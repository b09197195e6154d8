import { useState } from 'react';
import { safeUrl } from '../text/mrkdwn.ts';
import { confirmed } from './confirm.ts';
import type { ElementProps } from './ElementView.tsx';
import { useSurface } from './surface.ts';
import { Text } from './Text.tsx';

export const ButtonElement = ({ block, element }: ElementProps) => {
  const surface = useSurface();
  const [busy, setBusy] = useState(false);
  const press = async () => {
    if (busy || !(await confirmed(element.confirm))) return;
    setBusy(true);
    const url = safeUrl(element.url ?? '');
    if (url) window.open(url, '_blank', 'noopener,noreferrer');
    await surface.press(block, element).finally(() => setBusy(false));
  };
  return (
    <button
      type="button"
      className={`bk-button ${element.style ?? ''}`}
      aria-label={element.accessibility_label}
      aria-busy={busy}
      data-action={element.action_id}
      onClick={() => void press()}
    >
      <Text text={element.text} />
    </button>
  );
};
