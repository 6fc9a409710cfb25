import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';

/** Something secret that is shown this once, and a way to take it along. */
export function CopyOnce({ title, secret }: { title: string; secret: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  };
  return (
    <div role="status" className="grid w-full grid-cols-[minmax(0,1fr)] gap-2 rounded-2xl bg-sunken p-4">
      <p className="font-semibold">{title}</p>
      <p dir="ltr" className="font-digits text-lg break-all select-all">
        {secret}
      </p>
      <Button
        size="small"
        icon={Copy}
        className="justify-self-start"
        onClick={() => void copy().catch(() => setCopied(false))}
      >
        {t(copied ? 'answers.copied' : 'answers.copy')}
      </Button>
    </div>
  );
}
