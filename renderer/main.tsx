/** Where the page begins: trust first, then the channel, then the app. */
import "./trust.ts";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./ui/base.css";
import "./ui/inputs.css";
import "./ui/frame.css";
import "./ui/code-pair.css";
import "./ui/first-run.css";
import "./ui/unlock.css";
import "./ui/edit.css";
import "./ui/floats.css";
import "./ui/columns.css";
import "./ui/item-acts.css";
import "./ui/rows.css";
import "./ui/files.css";
import "./ui/tables.css";
import "./ui/versions.css";
import "./ui/export.css";
import "./ui/import.css";
import "./ui/activity.css";
import "./ui/factor.css";
import "./ui/fork.css";
import "./ui/zoomed.css";
import { App } from "./app.tsx";
import { startPage } from "./start-page.tsx";
import { LostScreen } from "./unlock/lost-screen.tsx";

await startPage(<App />, <LostScreen />);
