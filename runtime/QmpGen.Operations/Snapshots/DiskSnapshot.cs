namespace QmpGen.Operations;

/// <summary>An external snapshot of one disk: its node becomes the backing image of an overlay.</summary>
/// <param name="Node">The name of the node that the machine uses.</param>
public sealed record DiskSnapshot(string Node)
{
    /// <summary>The file of the overlay, which QEMU creates.</summary>
    /// <remarks>Null (default): <see cref="OverlayNode"/> exists already. It must have a <c>backing</c> of
    /// null.</remarks>
    public string? OverlayFile { get; init; }

    /// <summary>The format of the overlay that QEMU creates.</summary>
    /// <remarks>Default: <c>qcow2</c>.</remarks>
    public string OverlayFormat { get; init; } = "qcow2";

    /// <summary>The name of the overlay's node.</summary>
    /// <remarks>Default: null, which creates a unique name. Required without <see cref="OverlayFile"/>.</remarks>
    public string? OverlayNode { get; init; }

    /// <summary>Creates the action of a transaction.</summary>
    internal QmpValue CreateAction()
    {
        QmpObject data = OverlayFile is null
            ? new() { ["node"] = Node, ["overlay"] = OverlayNode! }
            : new()
            {
                ["node-name"] = Node,
                ["snapshot-file"] = OverlayFile,
                ["snapshot-node-name"] = OverlayNode!,
                ["format"] = OverlayFormat,
            };
        string type = OverlayFile is null ? "blockdev-snapshot" : "blockdev-snapshot-sync";
        return new QmpObject { ["type"] = type, ["data"] = data }!;
    }
}
