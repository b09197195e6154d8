import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { Option, OptionGroup } from '../api/types.ts';
import { withEmoji } from '../text/emoji.ts';
import { numbered } from './numbered.ts';
import { usePopup } from './popup.ts';

interface Props {
  id?: string | undefined;
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
  /** The placeholder; also the name where there is no label. */
  label?: string | undefined;
  action: string;
  groups: readonly OptionGroup[];
  chosen: readonly Option[];
  many: boolean;
  max?: number | undefined;
  /** Whether typing narrows the options here, or elsewhere. */
  filtered: boolean;
  hint?: string | undefined;
  clearable: boolean;
  /** What is typed while it is open; null once closed. */
  onQuery: (query: string | null) => void;
  onChoose: (chosen: Option[]) => void;
}

const nameOf = (option: Option): string => withEmoji(option.text.text);

/** A menu one can type in: arrows move, Enter chooses, Escape closes, Backspace takes the last of many away. */
export const Combobox = (props: Props) => {
  const { chosen, many, onChoose, onQuery } = props;
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const box = useRef<HTMLSpanElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const close = () => {
    setOpen(false);
    setQuery('');
    onQuery(null);
  };
  usePopup(open, box, list, close);

  const wanted = query.trim().toLowerCase();
  const groups = props.groups
    .map((group) => ({
      label: group.label.text,
      options: group.options.filter((option) => !props.filtered || nameOf(option).toLowerCase().includes(wanted)),
    }))
    .filter((group) => group.options.length > 0);
  const options = groups.flatMap((group) => group.options);
  const isChosen = (option: Option) => chosen.some((each) => each.value === option.value);

  const show = () => {
    if (open) return;
    setOpen(true);
    setActive(many ? 0 : Math.max(0, options.findIndex(isChosen)));
    onQuery('');
  };
  const choose = (option: Option) => {
    if (!many) {
      onChoose([option]);
      close();
    } else if (isChosen(option)) onChoose(chosen.filter((each) => each.value !== option.value));
    else if (props.max === undefined || chosen.length < props.max) onChoose([...chosen, option]);
    setQuery('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      if (!open) return show();
      const next = Math.max(0, Math.min(options.length - 1, active + step));
      setActive(next);
      list.current?.querySelector(`[data-index="${next}"]`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const option = options[active];
      if (open && option) choose(option);
      else show();
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab' && open) close();
    else if (event.key === 'Backspace' && many && query === '' && chosen.length > 0) onChoose(chosen.slice(0, -1));
  };

  const [single] = chosen;
  let index = -1;
  return (
    <span className="combobox" ref={box} data-action={props.action}>
      {many &&
        chosen.map((option) => (
          <span key={option.value} className="chip">
            {nameOf(option)}
            <button
              type="button"
              aria-label={`Remove ${nameOf(option)}`}
              onClick={() => onChoose(chosen.filter((each) => each.value !== option.value))}
            >
              ×
            </button>
          </span>
        ))}
      <input
        id={props.id}
        type="text"
        role="combobox"
        autoComplete="off"
        aria-label={props.id ? undefined : props.label}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid}
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && options[active] ? `${listId}-${active}` : undefined}
        placeholder={many && chosen.length > 0 ? '' : (props.label ?? 'Choose')}
        value={open || many || !single ? query : nameOf(single)}
        onChange={(event) => {
          show();
          setQuery(event.target.value);
          setActive(0);
          onQuery(event.target.value);
        }}
        onClick={show}
        onKeyDown={onKeyDown}
      />
      {props.clearable && !many && single && (
        <button type="button" className="combobox-clear" aria-label="Clear" onClick={() => onChoose([])}>
          ×
        </button>
      )}
      <span className="combobox-arrow" aria-hidden="true">
        ▾
      </span>
      {open && (
        <div
          ref={list}
          id={listId}
          role="listbox"
          aria-multiselectable={many}
          aria-label={props.id ? undefined : props.label}
          aria-labelledby={props.id ? `${props.id}-label` : undefined}
          className="popup"
        >
          {props.hint && <div className="popup-hint">{props.hint}</div>}
          {!props.hint && options.length === 0 && <div className="popup-hint">Nothing found</div>}
          {numbered(groups).map(({ key, item: group }) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset inside a listbox would say the wrong thing
            <div key={key} role="group" aria-label={group.label || undefined}>
              {group.label && <div className="popup-group">{group.label}</div>}
              {group.options.map((option) => {
                index += 1;
                const here = index;
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the keyboard (aria-activedescendant)
                  <div
                    key={option.value}
                    id={`${listId}-${here}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={isChosen(option)}
                    data-index={here}
                    className={here === active ? 'popup-item active' : 'popup-item'}
                    onPointerDown={(event) => event.preventDefault()}
                    onClick={() => choose(option)}
                  >
                    <span>{nameOf(option)}</span>
                    {option.description && <span className="choice-about">{withEmoji(option.description.text)}</span>}
                  </div>
                );
              })}
            </div>
          ))}
        </div>
      )}
    </span>
  );
};
