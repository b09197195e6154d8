import { useEffect, useRef, useState } from 'react';
import { getSamples, Refused, upload } from '../api/client.ts';
import type { Element, Sample, SlackFile } from '../api/types.ts';
import { notify, session } from '../live/session.ts';
import { useDrop } from './drop.ts';
import type { ElementProps } from './ElementView.tsx';
import { useSurface } from './surface.ts';

/** Files into a modal: chosen, dropped, or taken from the samples. */
export const FileField = ({ block, element, id, describedBy, invalid }: ElementProps) => {
  const surface = useSurface();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const files = surface.value(block, element)?.files ?? [];
  const max = element.max_files ?? 10;
  const put = (next: SlackFile[]) => surface.change(block, element, { type: element.type, files: next });
  const add = async (chosen: File[]) => {
    const allowed = chosen.filter((file) => {
      const kind = file.name.split('.').at(-1)?.toLowerCase() ?? '';
      const fits = !element.filetypes || element.filetypes.includes(kind);
      if (!fits) notify(`${file.name}: only files of type ${element.filetypes?.join(', ')} can be put here.`);
      return fits;
    });
    if (allowed.length === 0) return;
    setBusy(true);
    try {
      const sent = await Promise.all(allowed.map((file) => upload(session.get().me, file.name, file)));
      await put((max === 1 ? sent : [...files, ...sent]).slice(0, max));
    } catch (error) {
      if (!(error instanceof Refused || error instanceof TypeError)) throw error;
      notify(`The file could not be uploaded: ${error.message}`);
    } finally {
      setBusy(false);
      if (input.current) input.current.value = '';
    }
  };
  const box = useRef<HTMLDivElement>(null);
  useDrop(() => box.current, add);
  return (
    <div ref={box} className="file-field">
      <input
        ref={input}
        id={id}
        type="file"
        multiple={max > 1}
        accept={element.filetypes?.map((kind) => `.${kind}`).join(',')}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        disabled={busy}
        onChange={(event) => void add([...(event.target.files ?? [])])}
      />
      {busy && <span role="status">Uploading…</span>}
      {files.length === 0 && <SampleChoice element={element} onChoose={(file) => void add([file])} />}
      <ul>
        {files.map((file) => (
          <li key={file.id}>
            📄 {file.name} <small>{file.size.toLocaleString('en-US')} bytes</small>{' '}
            <button
              type="button"
              aria-label={`Remove ${file.name}`}
              onClick={() => void put(files.filter((f) => f.id !== file.id))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};

/** The sandbox's own help, which Slack doesn't have: its sample files, without a detour over the disk. */
const SampleChoice = ({ element, onChoose }: { element: Element; onChoose: (file: File) => void }) => {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    // Without samples there is nothing to offer, and the field works all the same.
    getSamples().then(setSamples, () => {});
  }, []);
  const fitting = samples.filter((sample) => element.filetypes?.some((kind) => sample.name.endsWith(`.${kind}`)));
  if (fitting.length === 0) return null;
  return (
    <fieldset className="sample-choice">
      <legend>or one of the sandbox’s samples</legend>
      {fitting.map((sample) => (
        <button
          key={sample.name}
          type="button"
          title={sample.description}
          onClick={() => onChoose(new File([sample.content], sample.name, { type: 'text/csv' }))}
        >
          {sample.name}
        </button>
      ))}
    </fieldset>
  );
};
