package io.lifeos.memory.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFolderTest {

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb2", "smb3", "SMBFS", "9p", "fuse.sshfs", "fuse.rclone", "fuse"})
    void a_file_system_of_the_network_is_known_by_its_type(String type) {
        assertThat(NetworkFolder.isNetwork(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ext4", "xfs", "btrfs", "zfs", "apfs", "NTFS", "tmpfs", "overlay", "fuseblk", "fuse.ntfs-3g"})
    void one_of_this_machine_is_not(String type) {
        assertThat(NetworkFolder.isNetwork(type)).isFalse();
    }

    @Test
    void a_folder_is_warned_of_once() throws Exception {
        try (ChildJvm child = ChildJvm.of(Warner.class).start()) {
            assertThat(child.waitFor()).as(child.output()).isZero();
            assertThat(child.output().lines())
                    .filteredOn(line -> line.contains("WARN"))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("/memories/a", "nfs4", "not to be trusted"),
                            second -> assertThat(second).contains("/memories/b"));
        }
    }

    /** Warns of two folders, of one more than once. */
    static final class Warner {

        public static void main(String[] args) {
            NetworkFolder.warnOnce(Path.of("/memories/a"), "nfs4");
            NetworkFolder.warnOnce(Path.of("/memories/a"), "nfs4");
            NetworkFolder.warnOnce(Path.of("/memories/b"), "cifs");
            NetworkFolder.warnOnce(Path.of("/memories/c"), "ext4");
            NetworkFolder.warnOnce(Path.of(args.length == 0 ? "/absent/folder" : args[0]));
        }
    }
}
