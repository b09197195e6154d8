import type { Option } from '../api/types.ts';
import { confirmed } from './confirm.ts';
import type { ElementProps } from './ElementView.tsx';
import { useSurface } from './surface.ts';
import { Text } from './Text.tsx';

/** Checkboxes and radio buttons. */
export const Choices = ({ block, element, id, describedBy }: ElementProps) => {
  const surface = useSurface();
  const state = surface.value(block, element);
  const many = element.type === 'checkboxes';
  const chosen = many ? (state?.selected_options ?? []) : state?.selected_option ? [state.selected_option] : [];
  const isChosen = (option: Option) => chosen.some((each) => each.value === option.value);
  const toggle = async (option: Option) => {
    if (!(await confirmed(element.confirm))) return;
    const next = !many
      ? { selected_option: option }
      : {
          selected_options: (element.options ?? []).filter((each) =>
            each.value === option.value ? !isChosen(option) : isChosen(each),
          ),
        };
    await surface.change(block, element, { type: element.type, ...next });
  };
  return (
    <fieldset
      className="choices"
      id={id}
      role={many ? undefined : 'radiogroup'}
      aria-labelledby={id ? `${id}-label` : undefined}
      aria-describedby={describedBy}
    >
      {element.options?.map((option) => (
        <label key={option.value} className="choice">
          <input
            type={many ? 'checkbox' : 'radio'}
            name={`${block.block_id}/${element.action_id}`}
            checked={isChosen(option)}
            onChange={() => void toggle(option)}
          />
          <span>
            <Text text={option.text} />
            {option.description && (
              <span className="choice-about">
                <Text text={option.description} />
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
};
