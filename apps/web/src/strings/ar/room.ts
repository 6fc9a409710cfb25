/** The room: who is there, who may speak, who waits. */

export const room = {
  documentTitle: '{{title}} · Stoa',
  untitled: 'غرفة',
  stage: 'على المنصة',
  stageEmpty: 'لا أحد على المنصة الآن.',
  frozen: 'المنصة مجمّدة',
  share: 'دعوة أشخاص',
  shareShort: 'دعوة',
  menu: 'قائمة الغرفة',
  menuShort: 'المزيد',
  mediaTitle: 'في غرفة على Stoa',
  leave: 'خروج بهدوء',
  leaveShort: 'خروج',
  controls: 'أزرار التحكم',
  notices: 'إشعارات',
  moderation: 'عند الباب وفي الدور',
  me: 'أنت',
};

export const role = { moderator: 'مشرف', speaker: 'متحدث', listener: 'مستمع' };

export const seat = {
  you: 'أنت',
  muted: 'الصوت مكتوم',
  away: 'انقطع الاتصال، محاولة للعودة',
  awayShort: 'انقطع الاتصال',
  verified: 'صوت موثّق',
  failed: 'صوت غير موثّق',
  failedShort: 'غير موثّق',
  speaking: 'يتحدث',
  nameless: 'شخص ما',
};

export const person = {
  options: 'خيارات {{name}}',
  invite: 'دعوة إلى المنصة',
  mute: 'كتم الصوت',
  moveToAudience: 'نقل إلى الجمهور',
  makeModerator: 'تعيين مشرفًا',
  keepOnStage: 'الإبقاء على المنصة',
  silence: 'المنع من الكتابة',
  unsilence: 'السماح بالكتابة من جديد',
  remove: 'إخراج من الغرفة',
  removeTitle: 'إخراج {{name}}؟',
  removeText: 'ينقطع صوت الغرفة عن هذا الشخص فورًا، وتُبدَّل المفاتيح حتى لا يستطيع التنصت.',
  removeYes: 'إخراج',
  moderatorTitle: 'تعيين {{name}} مشرفًا؟',
  moderatorText: 'يستطيع المشرفون دعوة الناس وكتمهم وإخراجهم وإدخالهم، وإنهاء الغرفة. لا رجعة في ذلك.',
  moderatorYes: 'تعيين مشرفًا',
};

export const hands = {
  title: 'الأيدي المرفوعة',
  count_zero: 'لا أيدي مرفوعة',
  count_one: 'يد واحدة مرفوعة',
  count_two: 'يدان مرفوعتان',
  count_few: '{{count, number}} أيدٍ مرفوعة',
  count_many: '{{count, number}} يدًا مرفوعة',
  count_other: '{{count, number}} يد مرفوعة',
  none: 'لا أيدي مرفوعة.',
  invite: 'دعوة {{name}} إلى المنصة',
  inviteShort: 'دعوة',
  dismiss: 'خفض يد {{name}}',
  more_zero: 'ولا أحد غيرهم',
  more_one: 'وشخص واحد آخر',
  more_two: 'وشخصان آخران',
  more_few: 'و{{count, number}} آخرون',
  more_many: 'و{{count, number}} آخرون',
  more_other: 'و{{count, number}} آخرون',
  raise: 'رفع اليد',
  lower: 'خفض اليد',
  raiseLabel: 'رفع اليد لطلب المنصة',
  lowerLabel: 'يدك مرفوعة. اضغط لخفضها',
  next: 'يدك مرفوعة. أنت التالي.',
  position: 'يدك مرفوعة. رقمك في الدور {{count, number}}.',
  means: 'حين يوافق أحد المشرفين تصعد إلى المنصة فورًا ويعمل ميكروفونك. قد يتغير عندها صوت سماعات Bluetooth.',
  frozen: 'المنصة مجمّدة: لا يمكن رفع الأيدي الآن.',
};

export const waiting = {
  button_zero: 'لا أحد ينتظر. عرض من عند الباب وفي الدور',
  button_one: 'شخص واحد ينتظر. عرض من عند الباب وفي الدور',
  button_two: 'شخصان ينتظران. عرض من عند الباب وفي الدور',
  button_few: '{{count, number}} أشخاص ينتظرون. عرض من عند الباب وفي الدور',
  button_many: '{{count, number}} شخصًا ينتظرون. عرض من عند الباب وفي الدور',
  button_other: '{{count, number}} شخص ينتظرون. عرض من عند الباب وفي الدور',
  count: '{{count, number}}',
};

export const knocks = {
  title: 'عند الباب',
  admit: 'إدخال {{name}}',
  admitShort: 'إدخال',
  deny: 'رفض دخول {{name}}',
};

export const audience = {
  title: 'الجمهور',
  total_zero: 'لا أحد يستمع',
  total_one: 'شخص واحد يستمع',
  total_two: 'شخصان يستمعان',
  total_few: '{{count, number}} أشخاص يستمعون',
  total_many: '{{count, number}} شخصًا يستمعون',
  total_other: '{{count, number}} شخص يستمعون',
  empty: 'لا مستمعين بعد. شارك الرابط، ومن يفتحه يدخل إلى هنا.',
  invite: 'مشاركة الرابط',
  more: 'عرض المزيد من الأشخاص',
  shown: 'يظهر {{shown, number}} من {{total, number}}',
};

export const stage = {
  leave: 'العودة إلى الجمهور',
  freeze: 'تجميد المنصة',
  unfreeze: 'فتح المنصة من جديد',
  freezeHint: 'لا يصعد أحد جديد إلى المنصة، ولا تُرفع الأيدي.',
};

export const end = {
  item: 'إنهاء الغرفة للجميع',
  title: 'إنهاء الغرفة للجميع؟',
  text: 'يخرج الجميع، وتُمحى المفاتيح. لن يعمل الرابط بعدها.',
  yes: 'إنهاء الغرفة',
};
