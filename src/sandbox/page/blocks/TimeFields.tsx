import { useEffect, useRef, useState } from 'react';
import type { StateValue } from '../api/types.ts';
import { myZone, useSession } from '../live/session.ts';
import { fromZoned, toZoned } from '../text/dates.ts';
import { confirmed } from './confirm.ts';
import type { ElementProps } from './ElementView.tsx';
import { useSurface } from './surface.ts';

/** Outside a form a date is sent when the person has finished, not at every digit of the year. */
const PAUSE = 700;

const useCommit = ({ block, element }: ElementProps, kept: string, toState: (text: string) => StateValue) => {
  const surface = useSurface();
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const commit = async (text: string) => {
    clearTimeout(timer.current);
    if (text !== kept && (await confirmed(element.confirm))) await surface.change(block, element, toState(text));
    setDraft(null);
  };
  return {
    value: draft ?? kept,
    put(text: string) {
      setDraft(text);
      clearTimeout(timer.current);
      if (block.type === 'input') void commit(text);
      else timer.current = setTimeout(() => void commit(text), PAUSE);
    },
    leave() {
      if (draft !== null) void commit(draft);
    },
  };
};

interface FieldProps extends ElementProps {
  type: 'date' | 'time' | 'datetime-local';
  kept: string;
  toState: (text: string) => StateValue;
}

const Field = (props: FieldProps) => {
  const { id, element, describedBy, invalid } = props;
  const { value, put, leave } = useCommit(props, props.kept, props.toState);
  return (
    <input
      id={id}
      className="time-field"
      type={props.type}
      value={value}
      aria-label={id ? undefined : (element.placeholder?.text ?? props.type)}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      data-action={element.action_id}
      onChange={(event) => put(event.target.value)}
      onBlur={leave}
    />
  );
};

export const DateField = (props: ElementProps) => {
  const kept = useSurface().value(props.block, props.element)?.selected_date ?? '';
  return (
    <Field
      {...props}
      type="date"
      kept={kept}
      toState={(text) => ({ type: 'datepicker', selected_date: text || null })}
    />
  );
};

export const TimeField = (props: ElementProps) => {
  const kept = useSurface().value(props.block, props.element)?.selected_time ?? '';
  return (
    <Field
      {...props}
      type="time"
      kept={kept}
      toState={(text) => ({ type: 'timepicker', selected_time: text || null })}
    />
  );
};

/** A moment, in the reader's zone. */
export const MomentField = (props: ElementProps) => {
  const zone = useSession(myZone);
  const kept = useSurface().value(props.block, props.element)?.selected_date_time;
  return (
    <Field
      {...props}
      type="datetime-local"
      kept={kept ? toZoned(kept, zone) : ''}
      toState={(text) => ({ type: 'datetimepicker', selected_date_time: text ? fromZoned(text, zone) : null })}
    />
  );
};
