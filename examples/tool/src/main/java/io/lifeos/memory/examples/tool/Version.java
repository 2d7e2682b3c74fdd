package io.lifeos.memory.examples.tool;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built with. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = MigrateArchivalMemory.class.getPackage().getImplementationVersion();
        return new String[] {"migrate-archival-memory " + (version == null ? "(not packaged)" : version)};
    }
}
