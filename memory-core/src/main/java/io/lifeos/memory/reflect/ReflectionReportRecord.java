package io.lifeos.memory.reflect;

import java.util.List;

record ReflectionReportRecord(
        Outcome outcome,
        ReflectionPeriod period,
        long facts,
        List<Long> conclusions,
        List<String> files,
        List<String> kept)
        implements ReflectionReport {}
