package io.lifeos.memory.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeos.memory.testing.ChildJvm;
import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationLockTest {

    @TempDir
    Path root;

    private Workspace workspace;

    @BeforeEach
    void create() {
        workspace = new Workspace(root);
        workspace.create();
    }

    @Test
    void is_held_until_it_is_closed() {
        MigrationLock lock = MigrationLock.tryTake(workspace).orElseThrow();
        assertThat(MigrationLock.isHeld(workspace)).isTrue();
        assertThat(MigrationLock.tryTake(workspace)).isEmpty();

        lock.close();
        lock.close();

        assertThat(MigrationLock.isHeld(workspace)).isFalse();
        MigrationLock.tryTake(workspace).orElseThrow().close();
    }

    @Test
    void still_holds_other_processes_off_after_a_refusal_in_its_own() throws Exception {
        try (MigrationLock lock = MigrationLock.tryTake(workspace).orElseThrow()) {
            assertThat(MigrationLock.tryTake(workspace)).isEmpty();
            assertThat(MigrationLock.isHeld(workspace)).isTrue();

            assertThat(seenByAnotherProcess()).isEqualTo("held");
        }
        assertThat(seenByAnotherProcess()).isEqualTo("free");
    }

    private String seenByAnotherProcess() throws Exception {
        try (ChildJvm child = ChildJvm.of(Probe.class, root.toString()).start()) {
            assertThat(child.waitFor()).isZero();
            return child.output().strip();
        }
    }

    /** Tells what another process sees. */
    static final class Probe {

        private Probe() {}

        public static void main(String[] args) {
            Workspace workspace = new Workspace(Path.of(args[0]));
            boolean held = MigrationLock.isHeld(workspace);
            Optional<MigrationLock> taken = MigrationLock.tryTake(workspace);
            System.out.println(held && taken.isEmpty() ? "held" : "free");
        }
    }
}
