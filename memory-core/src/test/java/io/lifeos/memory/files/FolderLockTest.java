package io.lifeos.memory.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    Path folder;

    @Test
    void is_held_by_one_under_any_name_of_the_folder() throws Exception {
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), folder);
        assertThat(FolderLock.isHeld(folder, "lock")).isFalse();
        assertThat(folder.resolve("lock")).doesNotExist();

        try (FolderLock lock = FolderLock.tryTake(folder, "lock").orElseThrow()) {
            assertThat(FolderLock.isHeld(alias, "lock")).isTrue();
            assertThat(FolderLock.tryTake(alias, "lock")).isEmpty();
            FolderLock.tryTake(folder, "other").orElseThrow().close();
            lock.close();
        }

        assertThat(FolderLock.isHeld(folder, "lock")).isFalse();
        FolderLock.take(alias, "lock", SHORT).orElseThrow().close();
    }

    @Test
    void waits_for_a_thread_that_holds_it() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        FolderLock lock = FolderLock.take(folder, "lock", SHORT).orElseThrow();
        try {
            CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(this::takeAndDrop, threads);
            Thread.sleep(3 * SHORT.toMillis());
            assertThat(second).isNotDone();

            lock.close();

            assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            lock.close();
            threads.shutdown();
        }
    }

    private boolean takeAndDrop() {
        try (FolderLock lock = FolderLock.take(folder, "lock", SHORT).orElseThrow()) {
            return true;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_lock_file_that_cannot_be_used_keeps_nobody_waiting() throws Exception {
        Files.createDirectory(folder.resolve("lock"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> FolderLock.take(folder, "lock", SHORT)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> FolderLock.tryTake(folder, "lock")).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> FolderLock.tryTake(folder.resolve("missing"), "lock"))
                .isInstanceOf(IOException.class);
    }
}
