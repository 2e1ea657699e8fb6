/** Another program on the same message bus, for the keychain's spec: lists or removes the entries of our service. */
import keytar from "keytar";

const service = "Latchkey";
const entries = await keytar.findCredentials(service);
if (process.argv[2] === "list") process.stdout.write(JSON.stringify(entries));
else for (const { account } of entries) await keytar.deletePassword(service, account);
