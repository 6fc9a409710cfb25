import { limits } from '@stoa/protocol';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../design/field.tsx';

export function NameField({
  value,
  onChange,
  wrong,
}: {
  value: string;
  onChange: (name: string) => void;
  wrong: boolean;
}) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('name.label')}
      hint={t('name.hint')}
      error={wrong ? t('name.wrong', { max: limits.nameCodePoints }) : undefined}
      placeholder={t('name.placeholder')}
      name="name"
      autoComplete="nickname"
      autoCapitalize="words"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
