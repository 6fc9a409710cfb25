/** Dialogs, one's own settings in a room, and how a room works. */

export const dialog = { close: 'إغلاق', cancel: 'إلغاء', done: 'تم', ok: 'موافق' };

export const settings = {
  microphone: 'اختيار الميكروفون…',
  announcements: 'ما ينطقه قارئ الشاشة',
  announcementsAll: 'كل شيء',
  announcementsOwn: 'ما يخصني فقط',
  help: 'المساعدة والاختصارات',
};

export const help = {
  title: 'المساعدة والاختصارات',
  keys: 'لوحة المفاتيح',
  keyMute: 'كتم صوتك أو إلغاء كتمه، وأنت على المنصة',
  keyHand: 'رفع يدك أو خفضها، وأنت تستمع',
  keyHelp: 'عرض هذه المساعدة',
  keyChat: 'فتح الدردشة أو إغلاقها',
  keyEscape: 'إغلاق ما هو مفتوح',
  shortcuts: 'تفعيل اختصارات المفتاح الواحد',
  shortcutsHint: 'أوقفها إن كنت تُملي أو تتحكم بصوتك.',
  how: 'كيف تعمل الغرفة',
  how1: 'تدخل مستمعًا. ارفع يدك لتتحدث، وقد يدعوك أحد المشرفين إلى المنصة.',
  how2: 'تدل الحلقة الخضراء على من يتحدث، وتدل علامة الصح على أنه ثبت أن الصوت لهذا الشخص.',
  how3: 'الخروج هادئ: لا يُخبَر أحد.',
};
