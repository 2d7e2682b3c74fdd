package io.lifeos.memory.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of folders on file systems whose locks SQLite cannot rely on. */
public final class NetworkFolder {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkFolder.class);

    private static final Set<String> NETWORK = Set.of(
            "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "v9fs", "afpfs", "webdav", "fuse");

    /** Those that FUSE brings to a disk of this machine. */
    private static final Set<String> LOCAL_BY_FUSE = Set.of(
            "fuse.ntfs-3g",
            "fuse.ntfs",
            "fuse.exfat",
            "fuse.ext4",
            "fuse.fuse-overlayfs",
            "fuse.bindfs",
            "fuse.mergerfs",
            "fuse.gocryptfs",
            "fuse.encfs",
            "fuse.cryfs",
            "fuse.lxcfs");

    private static final Set<Path> WARNED = ConcurrentHashMap.newKeySet();

    private NetworkFolder() {}

    /**
     * Warns in the log if a folder is on such a file system, once in the life of this process.
     *
     * @param folder the folder, which may be absent
     */
    public static void warnOnce(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        @Nullable Path above = existing;
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above == null) {
            return;
        }
        try {
            warnOnce(existing, Files.getFileStore(above).type());
        } catch (IOException e) {
            LOG.debug("The file system of {} could not be asked for its type.", folder, e);
        }
    }

    static void warnOnce(Path folder, String type) {
        if (isNetwork(type) && WARNED.add(folder)) {
            LOG.warn(
                    "The memory's folder {} is on a file system of the type {}, where SQLite's locks are not to be trusted:"
                            + " let no two machines use it at the same time, or choose a folder on a disk of this machine.",
                    folder,
                    type);
        }
    }

    static boolean isNetwork(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return NETWORK.contains(name) || (name.startsWith("fuse.") && !LOCAL_BY_FUSE.contains(name));
    }
}
