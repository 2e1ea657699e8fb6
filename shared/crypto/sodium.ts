/** The one importer of libsodium: everything else in this folder imports it from here, and nothing outside does. */
import sodium from "libsodium-wrappers-sumo";

export { sodium };
