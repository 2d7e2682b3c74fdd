package io.lifeos.memory.recall;

record ReembedProgressRecord(long made, long failed, long total) implements ReembedProgress {}
