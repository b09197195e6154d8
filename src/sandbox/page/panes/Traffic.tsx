import { useEffect, useState } from 'react';
import { getTraffic, getTrafficDetail } from '../api/client.ts';
import type { Traffic as TrafficLog } from '../api/traffic.ts';
import { numbered } from '../blocks/numbered.ts';
import { useSession } from '../live/session.ts';
import { rowsOf, type TrafficRow } from './traffic-rows.ts';

const LIMIT = 150;

/** Every request in either direction, with its answer and the time that took. */
export const Traffic = () => {
  const version = useSession((state) => state.trafficVersion);
  const [log, setLog] = useState<TrafficLog>({ calls: [], deliveries: [], problems: [] });
  const [filter, setFilter] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that there is something new
  useEffect(() => {
    let wanted = true;
    getTraffic(LIMIT).then(
      (read) => wanted && setLog(read),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [version]);
  const wanted = filter.trim().toLowerCase();
  const rows = rowsOf(log).filter((row) => `${row.name} ${row.about}`.toLowerCase().includes(wanted));
  return (
    <div className="traffic">
      <p className="pane-about">
        → what Slack sends to Baton, with the time until its ack (3 s at most). ← what Baton asks of Slack.
      </p>
      <input
        type="search"
        className="traffic-filter"
        placeholder="Filter, such as chat.update or view_submission"
        aria-label="Filter the traffic"
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
      />
      {log.problems.length > 0 && (
        <details className="problems">
          <summary>{log.problems.length} things Slack would complain about</summary>
          <ul>
            {numbered(log.problems.slice(-20)).map(({ key, item }) => (
              <li key={key}>{item}</li>
            ))}
          </ul>
        </details>
      )}
      <ul className="traffic-list">
        {rows.slice(0, 200).map((row) => (
          <Row key={row.key} row={row} />
        ))}
      </ul>
    </div>
  );
};

const Row = ({ row }: { row: TrafficRow }) => {
  const [open, setOpen] = useState(false);
  const [detail, setDetail] = useState<unknown>();
  const toggle = () => {
    setOpen(!open);
    if (!open) getTrafficDetail(row.of, row.id).then(setDetail, (error: Error) => setDetail(error.message));
  };
  return (
    <li className={row.bad ? 'traffic-row bad' : 'traffic-row'}>
      <button type="button" aria-expanded={open} onClick={toggle}>
        <span className="traffic-way" role="img" aria-label={row.direction === 'in' ? 'to Baton' : 'from Baton'}>
          {row.direction === 'in' ? '→' : '←'}
        </span>
        <span className="traffic-name">{row.name}</span>
        <span className="traffic-about">{row.about}</span>
        <span className="traffic-ms">{row.ms === undefined ? '…' : `${Math.round(row.ms)} ms`}</span>
      </button>
      {open && <pre>{(JSON.stringify(detail, null, 2) ?? '…').slice(0, 20_000)}</pre>}
    </li>
  );
};
