/**
 * A faithful fake of the `electron` module for the packed app under Node: real processes, real ports, real files, and Electron's
 * rules of order. A name that the app imports and that is not here stops the app at once.
 */
import "./control.ts";
import type Electron from "electron";
import * as apps from "./app.ts";
import * as network from "./net.ts";
import * as small from "./parts.ts";
import * as ports from "./ports.ts";
import * as processes from "./processes.ts";
import type { StandIn } from "./rules.ts";
import * as kept from "./sessions.ts";
import * as shown from "./windows.ts";

const parts = {
  app: apps.app,
  autoUpdater: network.autoUpdater,
  BrowserWindow: shown.BrowserWindow,
  ClipboardItem: small.ClipboardItem,
  clipboard: small.clipboard,
  dialog: small.dialog,
  globalShortcut: small.globalShortcut,
  ipcMain: small.ipcMain,
  Menu: small.Menu,
  MessageChannelMain: ports.MessageChannelMain,
  nativeImage: small.nativeImage,
  nativeTheme: small.nativeTheme,
  net: network.net,
  Notification: small.Notification,
  powerMonitor: small.powerMonitor,
  protocol: small.protocol,
  screen: small.screen,
  session: kept.session,
  shell: small.shell,
  Tray: small.Tray,
  utilityProcess: processes.utilityProcess,
} satisfies { [Name in keyof typeof Electron]?: StandIn<(typeof Electron)[Name]> };

export const {
  app,
  autoUpdater,
  BrowserWindow,
  ClipboardItem,
  clipboard,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MessageChannelMain,
} = parts;
export const {
  nativeImage,
  nativeTheme,
  net,
  Notification,
  Tray,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
} = parts;
