package io.lifeos.memory.postgres;

/**
 * Why a row may be left out.
 *
 * @param reason the reason, as people say it
 * @param scope whether it is of another owner than was asked for, so that it is not the row itself that is unfit
 * @param sql the condition under which the row {@code a} is left out
 */
record LeftOutRule(String reason, boolean scope, String sql) {}
