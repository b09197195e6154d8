import type { Block, Element } from '../api/types.ts';
import { ButtonElement } from './Button.tsx';
import { Choices } from './Choices.tsx';
import { FileField } from './FileField.tsx';
import { Overflow } from './Overflow.tsx';
import { Picture } from './Picture.tsx';
import { Select } from './Select.tsx';
import { TextField } from './TextField.tsx';
import { DateField, MomentField, TimeField } from './TimeFields.tsx';

export interface ElementProps {
  block: Block;
  element: Element;
  /** Of the control, for its label. */
  id?: string | undefined;
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
}

export const ElementView = (props: ElementProps) => {
  const { element } = props;
  switch (element.type) {
    case 'button':
      return <ButtonElement {...props} />;
    case 'image':
      return <Picture url={element.image_url} alt={element.alt_text ?? ''} size="small" />;
    case 'overflow':
      return <Overflow {...props} />;
    case 'datepicker':
      return <DateField {...props} />;
    case 'timepicker':
      return <TimeField {...props} />;
    case 'datetimepicker':
      return <MomentField {...props} />;
    case 'checkboxes':
    case 'radio_buttons':
      return <Choices {...props} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
    case 'rich_text_input':
      return <TextField {...props} />;
    case 'file_input':
      return <FileField {...props} />;
    default:
      return element.type.endsWith('_select') ? (
        <Select {...props} />
      ) : (
        <span className="block-unknown">This page does not draw “{element.type}”.</span>
      );
  }
};
