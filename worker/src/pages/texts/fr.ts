import type { Texts } from './texts.ts';

const from = (sender: string) => (sender === '' ? '' : ` de l’expéditeur ${sender}`);

export const fr: Texts = {
  name: 'Français',
  languages: 'Langue',
  ask: (sender) => `Ne plus recevoir de SMS${from(sender)}\u202f?`,
  explain: 'Appuyez sur le bouton pour vous désabonner. Rien n’a encore changé.',
  confirm: 'Me désabonner',
  done: 'Désabonnement enregistré',
  doneExplain: (sender) =>
    `Nous avons noté que vous ne voulez plus recevoir de SMS${from(sender)}. Vous pouvez fermer cette page.`,
  undo: 'Annuler le désabonnement',
  undoByLink:
    'Si vous changez d’avis, ouvrez le lien de désabonnement qui se trouve dans le message. Le désabonnement ne peut être annulé que là.',
  undone: 'Désabonnement annulé',
  undoneExplain: (sender) => `Vous continuerez à recevoir des SMS${from(sender)}.`,
  failed: 'Cela n’a pas fonctionné',
  notSaved: 'Votre choix n’est pas encore enregistré. Réessayez dans un instant.',
  failedReply: 'Si cela ne suffit pas, répondez STOP au message.',
  failedContact: 'Si cela ne suffit pas, contactez l’expéditeur\u00a0:',
  tryAgain: 'Réessayer',
  howTo: 'Comment se désabonner',
  sameForAll: 'Le lien est le même pour tout le monde\u00a0: il ne permet pas de savoir qui vous êtes.',
  noOptOutLink: 'Le message ne contient pas de lien de désabonnement.',
  reply: 'Répondez STOP au message.',
  contact: (sender) => `Contactez ${sender === '' ? 'l’expéditeur' : sender} et demandez à ne plus recevoir de SMS.`,
  call: (number) => `Appeler le ${number}`,
  write: (address) => `Écrire à ${address}`,
  form: (address) => `Formulaire de contact\u00a0: ${address}`,
  stopTitle: 'Ne plus recevoir de SMS',
  stopExplain: 'Copiez le lien du message et collez-le ici. Nous trouverons la page pour vous désabonner.',
  stopReply:
    'Vous n’avez pas le lien\u202f? Si le message vient d’un numéro de téléphone, vous pouvez y répondre STOP. Un nom ne peut pas recevoir de réponse\u00a0: contactez alors l’expéditeur.',
  stopLabel: 'Lien du message',
  stopHint: 'Les espaces et le point après le lien ne gênent pas.',
  stopSubmit: 'Trouver la page',
  stopNotFound: 'Nous ne connaissons pas ce lien. Vérifiez qu’il a été copié en entier.',
  lost: 'Lien introuvable',
  lostExplain: 'Vérifiez que le lien du message a été copié en entier.',
  wantOut: 'Vous ne voulez plus recevoir de SMS\u202f?',
  toStop: 'Se désabonner',
  expired: 'Ce lien a expiré',
  expiredExplain: 'Le message dans lequel il se trouvait n’est plus valable.',
  busy: 'Réessayez dans un instant',
  busyExplain: 'Nous ne pouvons pas retrouver ce lien pour le moment.',
  front: 'Cette adresse sert aux liens envoyés par SMS.',
};
