import { randomUUID } from "node:crypto";
import { open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode, systemCode } from "./error-code.js";
import { UserError } from "./user-error.js";
async function replaceFile(path, before, text) {
  try {
    const current = await readFile(path, "utf8").catch(missing);
    if (current !== before)
      throw new UserError(`${path} was changed meanwhile; nothing was written, try again`);
    const target = before === void 0 ? path : await realpath(path);
    const owner = before === void 0 ? void 0 : await stat(target);
    const temporary = `${target}.${randomUUID()}.tmp`;
    try {
      const file = await open(temporary, "wx", owner?.mode);
      try {
        await file.writeFile(text);
        if (owner) {
          const own = await file.stat();
          if (own.uid !== owner.uid || own.gid !== owner.gid) await file.chown(owner.uid, owner.gid);
          await file.chmod(owner.mode);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(target)).catch(() => {
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path} can't be written (${systemCode(error)}); nothing was changed`, {
      cause: error
    });
  }
}
function missing(error) {
  if (errorCode(error) !== "ENOENT") throw error;
}
async function syncFolder(path) {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
export {
  replaceFile
};
