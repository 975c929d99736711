using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>A command that can be read too: what bindings made with <c>Directions="both"</c> offer to servers and
/// tests.</summary>
/// <typeparam name="TSelf">The command itself.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQmpServedCommand<TSelf> : IQmpCommand, IQmpReadable<TSelf>
    where TSelf : IQmpServedCommand<TSelf>
{
    /// <summary>The name on the wire, of the type rather than of one command.</summary>
    static new abstract string WireName { get; }
}
