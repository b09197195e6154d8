import { useEffect, useState } from 'react';
import { getSamples } from '../api/client.ts';
import type { Sample } from '../api/types.ts';
import { notify } from '../live/session.ts';

/** Files to import; saved first, as one would get them from the gateway by hand. */
export const Samples = () => {
  const [samples, setSamples] = useState<Sample[]>([]);
  useEffect(() => {
    getSamples().then(setSamples, (error: Error) => notify(`No sample files: ${error.message}`));
  }, []);
  return (
    <div className="samples">
      <p className="pane-about">
        The modal that <code>/bill import</code> opens offers these too. Save one to change it, or to drag it into a
        file field.
      </p>
      <ul>
        {samples.map((sample) => (
          <SampleRow key={sample.name} sample={sample} />
        ))}
      </ul>
    </div>
  );
};

const SampleRow = ({ sample }: { sample: Sample }) => {
  const href = `data:text/csv;charset=utf-8,${encodeURIComponent(sample.content)}`;
  return (
    <li className="sample">
      <strong>{sample.name}</strong>
      <p>{sample.description}</p>
      <details>
        <summary>Look inside</summary>
        <pre>{sample.content.slice(0, 4000)}</pre>
      </details>
      <a className="bk-button" href={href} download={sample.name}>
        Save
      </a>
    </li>
  );
};
