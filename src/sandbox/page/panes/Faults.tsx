import { useEffect, useState } from 'react';
import { changeFaults, crash } from '../api/client.ts';
import type { Fault } from '../api/types.ts';
import { readBaton, readWorkspace } from '../live/connection.ts';
import { notify, useSession } from '../live/session.ts';
import { FAULT_PRESETS, type FaultPreset } from './fault-presets.ts';

const none: readonly Fault[] = [];

const isOn = (preset: FaultPreset) => (fault: Fault) =>
  fault.kind === preset.add.kind && fault.method === preset.add.method && fault.delivery === preset.add.delivery;

export const Faults = () => {
  const faults = useSession((state) => state.workspace?.faults ?? none);
  const version = useSession((state) => state.trafficVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: how often each one struck is known when there is new traffic
  useEffect(() => void readWorkspace(), [version]);
  const [switching, setSwitching] = useState<{ key: string; on: boolean } | null>(null);
  const change = async (body: Parameters<typeof changeFaults>[0]) => {
    try {
      await changeFaults(body);
      await readWorkspace();
    } catch (error) {
      notify(`The switch did not work: ${error instanceof Error ? error.message : 'no answer'}`);
    }
  };
  const kill = async () => {
    try {
      const restarted = crash();
      void readBaton();
      await restarted;
      notify(
        'Baton was killed without warning and started again. What was on its way to Slack follows within some ten seconds, once it is sure not to be posted twice.',
      );
    } catch (error) {
      notify(`Baton could not be crashed: ${error instanceof Error ? error.message : 'no answer'}`);
    }
    await readBaton();
  };
  return (
    <div className="faults">
      <p className="pane-about">
        Switch a bad day on, go on working, switch it off: nothing may be lost, and nothing may be posted twice.
      </p>
      <ul>
        {FAULT_PRESETS.map((preset) => {
          const live = faults.find(isOn(preset));
          const toggle = async () => {
            // Shown at once; the workspace's answer takes its place.
            setSwitching({ key: preset.key, on: !live });
            await change(live ? { remove: live.id } : { add: preset.add });
            setSwitching(null);
          };
          return (
            <li key={preset.key} className="fault">
              <label>
                <input
                  type="checkbox"
                  checked={switching?.key === preset.key ? switching.on : live !== undefined}
                  onChange={() => void toggle()}
                />
                <span>
                  <strong>{preset.name}</strong>
                  <span className="choice-about">{preset.about}</span>
                  {live && <span className="fault-hits">{live.hits} times so far</span>}
                </span>
              </label>
            </li>
          );
        })}
      </ul>
      <div className="pane-buttons">
        <button
          type="button"
          className="bk-button"
          disabled={faults.length === 0}
          onClick={() => void change({ clear: true })}
        >
          All off
        </button>
        <button type="button" className="bk-button danger" onClick={() => void kill()}>
          Crash Baton
        </button>
      </div>
    </div>
  );
};
