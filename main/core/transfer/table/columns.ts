/**
 * What each column of a table is, guessed from its name: the names that browsers and password managers write, and what people
 * call them in several languages. What is not known stays, as a field of its own.
 */
import type { ColumnField } from "../../../../shared/model/import-columns.ts";

/** Names as they stand after `plain`; null: of no use outside the program that wrote it. */
const names: [ColumnField | null, string[]][] = [
  [
    "title",
    [
      "title",
      "name",
      "displayname",
      "sitename",
      "service",
      "app",
      "appname",
      "account",
      "accountname",
      "item",
      "entry",
    ],
  ],
  [
    "title",
    ["titel", "bezeichnung", "dienst", "titre", "nom", "servicio", "nombre", "titolo", "nome", "titulo", "naam"],
  ],
  ["title", ["nazwa", "nazev", "otsikko", "namn", "navn", "tytul", "tool", "anwendung", "portal"]],
  ["url", ["url", "urls", "website", "site", "web", "link", "loginuri", "uri", "loginurl", "webaddress", "address"]],
  [
    "url",
    ["webseite", "internetadresse", "adresse", "siteweb", "sitio", "sitioweb", "sitoweb", "indirizzo", "stranka"],
  ],
  ["url", ["domain", "host", "hostname", "domane", "strona", "webbplats", "hjemmeside", "siteurl", "appurl"]],
  ["username", ["username", "user", "login", "loginusername", "userid", "email", "emailaddress", "loginname", "mail"]],
  ["username", ["benutzername", "benutzer", "anmeldename", "nutzername", "kennung", "utilisateur", "identifiant"]],
  [
    "username",
    ["nomdutilisateur", "usuario", "nombredeusuario", "utente", "nomeutente", "gebruikersnaam", "gebruiker"],
  ],
  [
    "username",
    ["uzytkownik", "uzivatel", "uzivatelskejmeno", "anvandarnamn", "brugernavn", "brukernavn", "kayttajatunnus"],
  ],
  ["username", ["nomedeusuario", "nomedeutilizador", "courriel", "correo", "correoelectronico", "adressemail"]],
  ["password", ["password", "pass", "passwd", "pwd", "pw", "loginpassword", "passphrase", "secret"]],
  [
    "password",
    ["passwort", "kennwort", "motdepasse", "mdp", "contrasena", "clave", "wachtwoord", "senha", "palavrapasse"],
  ],
  ["password", ["haslo", "heslo", "losenord", "adgangskode", "passord", "salasana", "jelszo", "parola"]],
  [
    "totp",
    ["totp", "otp", "otpauth", "otpsecret", "logintotp", "2fa", "totpsecret", "authenticatorkey", "otpurl", "mfa"],
  ],
  ["totp", ["twofactorsecret", "totpseed", "einmalcode", "onetimecode", "onetimepassword"]],
  ["notes", ["notes", "note", "extra", "comment", "comments", "description", "remarks", "memo"]],
  ["notes", ["notiz", "notizen", "bemerkung", "bemerkungen", "kommentar", "beschreibung", "notas", "commentaire"]],
  [
    "notes",
    ["remarque", "remarques", "nota", "observaciones", "opmerking", "opmerkingen", "uwagi", "poznamka", "anteckningar"],
  ],
  ["group", ["group", "grouping", "folder", "vault", "category", "collections", "team", "department"]],
  [
    "group",
    ["gruppe", "ordner", "kategorie", "abteilung", "groupe", "dossier", "categorie", "grupo", "carpeta", "categoria"],
  ],
  ["group", ["gruppo", "cartella", "groep", "map", "pasta", "grupa", "skupina", "slozka", "bereich"]],
  ["tags", ["tags", "tag", "labels", "label", "schlagworte", "etiquettes", "etiquetas", "etichette"]],
  [
    null,
    ["favorite", "fav", "reprompt", "guid", "httprealm", "formactionorigin", "icon", "archived", "archive", "uuid"],
  ],
  [null, ["timecreated", "timelastused", "timepasswordchanged", "lastmodified", "created", "createtime", "modifytime"]],
  [null, ["type", "autofill", "collectionids", "passwordhistory", "lastused", "timesused"]],
];
const known = new Map(names.flatMap(([field, ofField]) => ofField.map((name) => [name, field] as const)));
const soundsSecret = /pass|pin|secret|key|token|cvv|cvc|puk|geheim|schlussel|kennwort|code|answer|antwort/;

/** Letters and digits alone, without accents or case. */
function plain(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[ł]/g, "l")
    .replace(/[øö]/g, "o")
    .replace(/ß/g, "ss")
    .replace(/[^a-z0-9_]/g, "")
    .replace(/_/g, "");
}

/** What the column of this name most likely is. */
export function likelyField(name: string): ColumnField | null {
  const short = plain(name);
  const found = known.get(short);
  if (found !== undefined) return found;
  return soundsSecret.test(short) ? "hidden" : "text";
}

/** Each field once, where it can be only once: the first column has it, and later ones become fields of their own. */
export function likelyFields(columns: readonly string[]): (ColumnField | null)[] {
  const taken = new Set<ColumnField>();
  return columns.map((name) => {
    const field = likelyField(name);
    if (field === null || field === "text" || field === "hidden") return field;
    if (taken.has(field)) return field === "password" || field === "totp" ? "hidden" : field === "url" ? "url" : "text";
    taken.add(field);
    return field;
  });
}

/** Whether a first row names the columns: a name that is known, and nothing in it that is an address. */
export function isHeader(cells: readonly string[]): boolean {
  const isKnown = cells.some((cell) => known.get(plain(cell)) !== undefined);
  return isKnown && !cells.some((cell) => /:\/\/|@/.test(cell));
}

/** Programs by columns that only they write. */
const programs: [string, string[]][] = [
  ["Firefox", ["httpRealm", "formActionOrigin", "guid"]],
  ["LastPass", ["url", "username", "password", "extra", "grouping"]],
  ["Bitwarden", ["login_uri", "login_username", "login_password"]],
  ["Meldium", ["DisplayName", "UserName", "Password"]],
  ["Dashlane", ["username2", "otpSecret"]],
  ["Proton Pass", ["createTime", "modifyTime", "vault"]],
  ["1Password", ["Title", "OTPAuth", "Favorite"]],
  ["KeePassXC", ["Group", "Title", "TOTP", "Icon"]],
];
const browsers = [
  ["name", "url", "username", "password"],
  ["name", "url", "username", "password", "note"],
];

/** Which program wrote a table with these columns; null: any. */
export function programOf(columns: readonly string[]): string | null {
  const trimmed = columns.map((name) => name.trim());
  const found = programs.find(([, wanted]) => wanted.every((name) => trimmed.includes(name)));
  if (found !== undefined) return found[0];
  return browsers.some((wanted) => wanted.join() === trimmed.join()) ? "Chrome" : null;
}
