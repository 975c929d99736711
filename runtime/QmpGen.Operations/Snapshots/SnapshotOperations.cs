using System.Text;

namespace QmpGen.Operations;

/// <summary>Saves, loads, lists and deletes snapshots.</summary>
public static class SnapshotOperations
{
    private const string NodesQuery = "query-named-block-nodes";

    // QEMU's QEMUSnapshotInfo.name has 256 bytes. QEMU cuts longer tags without an error.
    private const int MaxTagBytes = 255;

    /// <summary>Saves the state of the machine and of its disks as an internal snapshot.</summary>
    /// <param name="client">The client.</param>
    /// <param name="tag">The tag of the new snapshot, at most 255 bytes in UTF-8.</param>
    /// <param name="nodes">The names of the block nodes of all writable disks. Their format must be qcow2.</param>
    /// <param name="vmStateNode">The node that stores the state of the machine. Null (default): the first node.</param>
    /// <param name="options">The options of the job, or null for the defaults.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">A token that cancels the job. QEMU cannot interrupt it, so the method waits
    /// until it has ended, at most <see cref="JobOptions.CancelTimeout"/>, and returns if it has succeeded.</param>
    /// <remarks>It sends <c>query-named-block-nodes</c>, then runs the job of <c>snapshot-save</c>
    /// (<see cref="JobOperations"/>). The machine is stopped while the job runs. Requires QEMU 6.0.</remarks>
    /// <exception cref="QmpSnapshotException">A node has a snapshot with this tag already.</exception>
    /// <exception cref="ArgumentException">The tag is empty or too long, or the list of nodes is empty.</exception>
    /// <inheritdoc cref="JobOperations.RunJobAsync(QmpClient, string, QmpValue?, JobOptions?, IProgress{JobProgress}?,
    /// CancellationToken)" path="/exception"/>
    public static Task SaveSnapshotAsync(
        this QmpClient client,
        string tag,
        IReadOnlyList<string> nodes,
        string? vmStateNode = null,
        JobOptions? options = null,
        IProgress<JobProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => client.RunSnapshotJobAsync("snapshot-save", tag, nodes, vmStateNode, options, progress, cancellationToken);

    /// <summary>Restores the machine and its disks from an internal snapshot.</summary>
    /// <param name="client">The client.</param>
    /// <param name="tag">The tag of the snapshot.</param>
    /// <param name="nodes">The names of the block nodes that were saved.</param>
    /// <param name="vmStateNode">The node that stores the state of the machine. Null (default): the first node.</param>
    /// <param name="options">The options of the job, or null for the defaults.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">A token that cancels the job. QEMU cannot interrupt it, so the method waits
    /// until it has ended, at most <see cref="JobOptions.CancelTimeout"/>, and returns if it has succeeded.</param>
    /// <remarks>It sends <c>query-named-block-nodes</c>, then runs the job of <c>snapshot-load</c>. If loading fails in
    /// the middle, QEMU leaves the machine stopped. Requires QEMU 6.0.</remarks>
    /// <exception cref="QmpSnapshotException">A node does not have a snapshot with this tag.</exception>
    /// <inheritdoc cref="SaveSnapshotAsync" path="/exception[not(@cref='T:QmpGen.Operations.QmpSnapshotException')]"/>
    public static Task LoadSnapshotAsync(
        this QmpClient client,
        string tag,
        IReadOnlyList<string> nodes,
        string? vmStateNode = null,
        JobOptions? options = null,
        IProgress<JobProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => client.RunSnapshotJobAsync("snapshot-load", tag, nodes, vmStateNode, options, progress, cancellationToken);

    /// <summary>Deletes an internal snapshot.</summary>
    /// <param name="client">The client.</param>
    /// <param name="tag">The tag of the snapshot.</param>
    /// <param name="nodes">The names of the block nodes that contain the snapshot.</param>
    /// <param name="options">The options of the job, or null for the defaults.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">A token that cancels the job. QEMU cannot interrupt it, so the method waits
    /// until it has ended, at most <see cref="JobOptions.CancelTimeout"/>, and returns if it has succeeded.</param>
    /// <remarks>It sends <c>query-named-block-nodes</c>, because QEMU reports success for an unknown tag. Then it runs
    /// the job of <c>snapshot-delete</c>. Requires QEMU 6.0.</remarks>
    /// <exception cref="QmpSnapshotException">A node does not have a snapshot with this tag.</exception>
    /// <inheritdoc cref="SaveSnapshotAsync" path="/exception[not(@cref='T:QmpGen.Operations.QmpSnapshotException')]"/>
    public static Task DeleteSnapshotAsync(
        this QmpClient client,
        string tag,
        IReadOnlyList<string> nodes,
        JobOptions? options = null,
        IProgress<JobProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) =>
        client.RunSnapshotJobAsync(
            "snapshot-delete",
            tag,
            nodes,
            vmStateNode: null,
            options,
            progress,
            cancellationToken
        );

    /// <summary>Lists the internal snapshots of all block nodes.</summary>
    /// <param name="client">The client.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <returns>The snapshots, ordered by time. Nodes whose snapshots have the same tag share one entry.</returns>
    /// <remarks>It sends <c>query-named-block-nodes</c>, again after a reconnect.</remarks>
    /// <exception cref="QmpTimeoutException">QEMU did not respond in time.</exception>
    /// <exception cref="QmpConnectionException">The connection ended, and the client does not reconnect.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<IReadOnlyList<SavedSnapshot>> ListSnapshotsAsync(
        this QmpClient client,
        OperationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        QmpValue nodes = await client
            .QueryNodesAsync(options ?? new OperationOptions(), cancellationToken)
            .ConfigureAwait(false);
        return nodes.Read(NodesQuery, CreateSnapshots);
    }

    /// <summary>Creates external snapshots of several disks at the same time.</summary>
    /// <param name="client">The client.</param>
    /// <param name="disks">The disks.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels the wait. QEMU still executes the transaction.</param>
    /// <returns>The names of the overlays' nodes, in the order of the disks.</returns>
    /// <remarks>
    /// <para>It sends one <c>transaction</c> of <c>blockdev-snapshot-sync</c> and <c>blockdev-snapshot</c>: either all
    /// disks get an overlay, or none. To get consistent file systems, freeze them with the guest agent before.</para>
    /// <para>A device must use each disk: QEMU removes an overlay at once if nothing uses it.</para>
    /// <para>If the transaction fails, the files that QEMU has created stay on its host.</para>
    /// <para>If the connection is lost and the client reconnects, the method looks for the overlays. The transaction is
    /// never sent twice.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The list is empty, or a disk has neither a file nor a node as
    /// overlay.</exception>
    /// <exception cref="QmpCommandException">QEMU rejected the transaction. All disks are unchanged.</exception>
    /// <exception cref="QmpTimeoutException">QEMU did not respond in time.</exception>
    /// <exception cref="QmpConnectionException">The connection was lost, and QEMU does not have the overlays after a
    /// reconnect.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<IReadOnlyList<string>> SnapshotDisksAsync(
        this QmpClient client,
        IReadOnlyList<DiskSnapshot> disks,
        OperationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(disks);
        if (disks.Count == 0 || disks.Any(disk => disk is { OverlayFile: null, OverlayNode: null }))
        {
            throw new ArgumentException("Each disk requires an OverlayFile or an OverlayNode.", nameof(disks));
        }

        options ??= new OperationOptions();
        List<DiskSnapshot> named = [.. disks.Select(disk => disk with { OverlayNode = disk.OverlayNode ?? NewName() })];
        string[] overlays = [.. named.Select(disk => disk.OverlayNode!)];
        QmpValue actions = QmpValue.FromItems([.. named.Select(disk => disk.CreateAction())]);
        try
        {
            QmpObject arguments = new() { ["actions"] = actions };
            await client
                .ExecuteAsync("transaction", arguments, options.CommandTimeout, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (QmpConnectionException)
        {
            QmpValue nodes = await client.QueryNodesAsync(options, cancellationToken).ConfigureAwait(false);
            if (!nodes.Read(NodesQuery, reply => overlays.All(overlay => HasOverlay(reply, overlay))))
            {
                throw;
            }
        }

        return overlays;
    }

    private static bool HasOverlay(QmpValue nodes, string name) =>
        nodes.Items.Any(node =>
            node["node-name"].GetString() == name && node["backing_file_depth"].GetInt64() > 0
        );

    // QEMU's node names have at most 31 characters.
    private static string NewName() => $"overlay-{Guid.NewGuid():N}"[..24];

    private static List<SavedSnapshot> CreateSnapshots(QmpValue nodes) =>
        [
            .. nodes
                .Items.SelectMany(node => ReadSnapshots(node).Select(snapshot => (Node: node, Snapshot: snapshot)))
                .GroupBy(found => found.Snapshot["name"].GetString(), StringComparer.Ordinal)
                .Select(CreateSnapshot)
                .OrderBy(snapshot => snapshot.Created),
        ];

    private static SavedSnapshot CreateSnapshot(IGrouping<string, (QmpValue Node, QmpValue Snapshot)> group) =>
        new(
            group.Key,
            [.. group.Select(found => found.Node["node-name"].GetString())],
            DateTimeOffset.FromUnixTimeSeconds(group.First().Snapshot["date-sec"].GetInt64()),
            group.Max(found => found.Snapshot["vm-state-size"].GetInt64())
        );

    private static IEnumerable<QmpValue> ReadSnapshots(QmpValue node) =>
        node["image"].TryGetMember("snapshots", out QmpValue? snapshots) ? snapshots.Items : [];

    private static Task<QmpValue> QueryNodesAsync(
        this QmpClient client,
        OperationOptions options,
        CancellationToken cancellationToken
    ) => client.ExecuteRepeatedlyAsync(NodesQuery, null, options.QueryTimeout, cancellationToken);

    private static async Task RunSnapshotJobAsync(
        this QmpClient client,
        string command,
        string tag,
        IReadOnlyList<string> nodes,
        string? vmStateNode,
        JobOptions? options,
        IProgress<JobProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(tag);
        ArgumentNullException.ThrowIfNull(nodes);
        if (nodes.Count == 0)
        {
            throw new ArgumentException("A snapshot requires at least one block node.", nameof(nodes));
        }

        if (command == "snapshot-save" && Encoding.UTF8.GetByteCount(tag) > MaxTagBytes)
        {
            throw new ArgumentException(
                $"The tag has more than {MaxTagBytes} bytes in UTF-8. Shorten it.",
                nameof(tag)
            );
        }

        await client.CheckTagAsync(command, tag, nodes, options, cancellationToken).ConfigureAwait(false);
        QmpObject arguments = new() { ["tag"] = tag, ["devices"] = QmpValue.FromItems([.. nodes.Select(ToValue)]) };
        if (command != "snapshot-delete")
        {
            arguments["vmstate"] = vmStateNode ?? nodes[0];
        }

        await client.RunJobAsync(command, arguments, options, progress, cancellationToken).ConfigureAwait(false);
    }

    private static QmpValue ToValue(string node) => node!;

    /// <summary>Checks the tag, because QEMU reports success when it deletes an unknown one.</summary>
    private static async Task CheckTagAsync(
        this QmpClient client,
        string command,
        string tag,
        IReadOnlyList<string> nodes,
        JobOptions? options,
        CancellationToken cancellationToken
    )
    {
        bool isNew = command == "snapshot-save";
        IReadOnlyList<SavedSnapshot> snapshots = await client
            .ListSnapshotsAsync(options, cancellationToken)
            .ConfigureAwait(false);
        IEnumerable<string> owners = snapshots.FirstOrDefault(snapshot => snapshot.Tag == tag)?.Nodes ?? [];
        string? wrong = nodes.FirstOrDefault(node => owners.Contains(node) == isNew);
        if (wrong is not null)
        {
            throw new QmpSnapshotException(
                tag,
                isNew
                    ? $"The block node '{wrong}' has a snapshot '{tag}' already. Delete it, or choose another tag."
                    : $"The block node '{wrong}' does not have a snapshot '{tag}'. ListSnapshotsAsync returns the tags."
            );
        }
    }
}
