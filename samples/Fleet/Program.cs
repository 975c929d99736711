using Fleet;
using Qemu;
using QmpGen;

// Without arguments: the QEMU on the PATH and embedded servers of other releases.
foreach (Member member in Member.Start(args))
{
    await using (member)
    {
        Console.WriteLine($"\n== {member.Description}");
        try
        {
            await using QemuClient vm = await QemuClient.ConnectAsync(member.Endpoint);
            await InspectAsync(vm);
        }
        catch (QmpException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}

return 0;

static async Task InspectAsync(QemuClient vm)
{
    Console.WriteLine($"version:     QEMU {vm.Greeting.Version} {vm.Greeting.Version.Package}");

    // Every release has the command and sends other members. The bindings read them all.
    StatusInfo status = await vm.QueryStatusAsync();
    Console.WriteLine($"status:      {status.Status}");

    // A member of newer releases: null is not sent.
    await vm.BlockdevAddAsync(
        new BlockdevOptions.NullCo
        {
            NodeName = "disk0",
            Size = 1L << 30,
            Active = vm.Supports(QemuFeatures.BlockdevOptions.Active) ? true : null,
        }
    );
    Console.WriteLine("block node:  disk0 added");

    // A command of newer releases.
    if (vm.Supports<QueryYankCommand>())
    {
        QmpList<YankInstance> instances = await vm.QueryYankAsync();
        Console.WriteLine($"yank:        {instances.Count} connection(s) that QEMU can cut");
    }
    else
    {
        Console.WriteLine("yank:        not in this QEMU");
    }

    // A place of the server's schema, whether the bindings have it or not.
    bool hasIoUring = vm.Supports("blockdev-add/arg-type/+file/aio/^io_uring");
    Console.WriteLine($"io_uring:    {(hasIoUring ? "compiled in" : "not compiled in")}");

    // Without a check, the call fails before it is sent.
    try
    {
        await vm.QueryStatsSchemasAsync();
        Console.WriteLine("statistics:  supported");
    }
    catch (QmpNotSupportedException e)
    {
        Console.WriteLine($"statistics:  {e.Message}");
    }

    await vm.BlockdevDelAsync("disk0");
}
