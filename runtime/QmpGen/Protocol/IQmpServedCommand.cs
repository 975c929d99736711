using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>A command that can also be read, for servers and tests.</summary>
/// <typeparam name="TSelf">The type of the command.</typeparam>
/// <remarks>Bindings with <c>Directions="both"</c> implement it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IQmpServedCommand<TSelf> : IQmpCommand, IQmpReadable<TSelf>
    where TSelf : IQmpServedCommand<TSelf>
{
    /// <summary>The name on the wire.</summary>
    static new abstract string WireName { get; }
}
