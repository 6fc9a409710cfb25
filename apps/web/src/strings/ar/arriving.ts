/** Between the invitation and the room, and on the way back after a lost connection. */

export const connecting = {
  heading: 'جارٍ الدخول…',
  soon: 'نبحث عن الغرفة ونتفق على المفاتيح',
  slow: 'ما زلنا نحاول. قد تكون شبكتك بطيئة.',
  verySlow: 'يطول هذا أكثر من المعتاد. يمكنك الانتظار، أو العودة والمحاولة من جديد.',
  starting: 'متصفحك يصنع مفاتيح الغرفة.',
  full: 'لا يوجد متسع الآن. ستُعاد المحاولة تلقائيًا.',
  cancel: 'عودة',
};

export const door = {
  stewardHeading: 'لحظة واحدة عند الباب',
  stewardText: 'جهاز أحد المشرفين يتحقق من دعوتك. يحدث هذا من تلقاء نفسه.',
  knockHeading: 'طرقتَ الباب',
  knockText: 'يرى أحد المشرفين اسمك ويقرّر. يمكنك ترك هذه الصفحة مفتوحة والانتظار.',
  name: 'طرقتَ الباب باسم {{name}}.',
  cancel: 'انصراف بهدوء',
};

export const reconnecting = {
  banner: 'انقطع الاتصال.',
  now: 'نحاول من جديد الآن…',
  in_zero: 'نحاول من جديد الآن.',
  in_one: 'نحاول من جديد بعد ثانية واحدة.',
  in_two: 'نحاول من جديد بعد ثانيتين.',
  in_few: 'نحاول من جديد بعد {{count, number}} ثوانٍ.',
  in_many: 'نحاول من جديد بعد {{count, number}} ثانية.',
  in_other: 'نحاول من جديد بعد {{count, number}} ثانية.',
  hint: 'مكانك في الغرفة محفوظ لمدة قصيرة. لا حاجة لأن تفعل شيئًا.',
  media: 'جارٍ وصل الصوت من جديد…',
  mediaFirst: 'جارٍ وصل الصوت…',
  alone: 'جارٍ العودة…',
};
