using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The base type of command records and of unions that are a command's arguments.</summary>
/// <remarks>Adds <see cref="ExtraArguments"/>, for members that the schema does not list.</remarks>
public abstract record QmpArguments
{
    private QmpObject? _extra;

    /// <summary>Initializes a new instance without extra arguments.</summary>
    protected QmpArguments() { }

    /// <summary>Initializes a copy with separate extra arguments, for a <c>with</c> expression.</summary>
    /// <param name="original">The record to copy.</param>
    protected QmpArguments(QmpArguments original)
    {
        ArgumentNullException.ThrowIfNull(original);
        _extra = original._extra is { Count: > 0 } extra ? new QmpObject(extra) : null;
    }

    /// <summary>Members that the schema does not list, sent after those that it lists.</summary>
    public QmpObject ExtraArguments => _extra ??= [];

    /// <summary>The extra arguments, without the allocation by <see cref="ExtraArguments"/> if there are
    /// none.</summary>
    internal IReadOnlyCollection<KeyValuePair<string, QmpValue>> ExtraOrEmpty =>
        _extra ?? (IReadOnlyCollection<KeyValuePair<string, QmpValue>>)[];

    /// <inheritdoc/>
    public virtual bool Equals(QmpArguments? other) =>
        other is not null
        && EqualityContract == other.EqualityContract
        && (ExtraOrEmpty.Count == 0 ? other.ExtraOrEmpty.Count == 0 : _extra!.Equals(other._extra));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, ExtraOrEmpty.Count);

    /// <summary>Formats the record as C# records do, with the extra arguments if there are any.</summary>
    /// <returns>The text, such as <c>DeviceDelCommand { Id = nic0 }</c>.</returns>
    public sealed override string ToString() => QmpRecordText.Format(this, PrintMembers);

    /// <summary>Appends the extra arguments, if there are any.</summary>
    /// <param name="builder">The builder to append to.</param>
    /// <returns><see langword="true"/> if anything was appended.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (ExtraOrEmpty.Count == 0)
        {
            return false;
        }

        builder.Append("ExtraArguments = ").Append(_extra);
        return true;
    }
}
