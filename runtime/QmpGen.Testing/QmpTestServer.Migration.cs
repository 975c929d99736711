namespace QmpGen.Testing;

/// <content>Migrations that the server plays.</content>
public sealed partial class QmpTestServer
{
    /// <summary>Plays a migration whenever a client sends <c>migrate</c> or <c>migrate-incoming</c>.</summary>
    /// <param name="migration">The migration, or null for one that completes after 20 milliseconds.</param>
    /// <returns>The server.</returns>
    /// <remarks>
    /// <para>The migration has the states, events and errors of QEMU 7.2. The method sets the handlers of
    /// <c>migrate</c>, <c>migrate-incoming</c>, <c>query-migrate</c>, <c>migrate_cancel</c>,
    /// <c>migrate-set-capabilities</c>, <c>migrate-set-parameters</c>, <c>migrate-start-postcopy</c>,
    /// <c>migrate-pause</c>, <c>migrate-recover</c> and <c>query-status</c> as far as the schema has them.</para>
    /// <para>As in QEMU, it sends the event <c>MIGRATION</c> only if the client has set the capability <c>events</c>.
    /// To play another run state, set the handler of <c>query-status</c> after this call.</para>
    /// <para>Unlike QEMU 7.2, which then loses the guest, it rejects <c>migrate_cancel</c> during postcopy, as QEMU
    /// 10.0 does.</para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">The server replays a recording.</exception>
    public QmpTestServer PlayMigration(QmpTestMigration? migration = null)
    {
        MigrationScenario played = new(migration ?? new QmpTestMigration(), SendKnownEvent, _closed);
        OnIfKnown("migrate", call => Run(call, played.Migrate));
        OnIfKnown("migrate-incoming", call => Run(call, played.Listen));
        OnIfKnown("query-migrate", _ => played.Query());
        OnIfKnown("query-status", _ => played.QueryRunState());
        OnIfKnown("migrate_cancel", call => Run(call, played.Cancel));
        OnIfKnown("migrate-set-capabilities", call => Run(call, played.SetCapabilities));
        OnIfKnown("migrate-set-parameters", _ => null);
        OnIfKnown("migrate-start-postcopy", call => Run(call, played.StartPostcopy));
        OnIfKnown("migrate-pause", call => Run(call, played.Pause));
        OnIfKnown("migrate-recover", call => Run(call, played.Recover));
        return this;
    }
}
